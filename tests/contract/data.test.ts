import { expect, test } from 'vitest';
import { must } from '../support/city.ts';
import { contract, theBackend } from '../support/contract.ts';

const backend = await theBackend();
const { people } = contract.city;

test('whoever signs in learns who they are and what they are where', async () => {
	const session = must(await backend.as(people.cadre.serving.token).rpc('my_session'));
	expect(session).toMatchObject({
		person: { id: people.cadre.serving.personId },
		posts: [{ role: 'cadre', areaCode: '220602003003', level: 'community' }]
	});
	expect(must(await backend.as(people.cadre.banned.token).rpc('my_session'))).toBeNull();
});
