import { expect, test } from 'vitest';
import * as v from 'valibot';
import { readForm } from './form.ts';

const Schema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1, 'needs_name'), v.maxLength(5, 'too_long')),
	amount: v.pipe(v.string(), v.toNumber('not_a_number'))
});
const post = (fields: Record<string, string>): Request => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	return new Request('http://test.invalid', { method: 'POST', body });
};

test('a form is read into what its schema says', async () => {
	expect(await readForm(post({ name: ' 刘洋 ', amount: '12' }), 'person', Schema)).toMatchObject({
		ok: true,
		value: { name: '刘洋', amount: 12 }
	});
});

test('every wrong field has its code and its value, and what was typed comes back', async () => {
	const answer = await readForm(post({ name: '一二三四五六', amount: 'zwölf' }), 'person', Schema);
	expect(answer).toMatchObject({
		ok: false,
		failure: {
			status: 400,
			data: {
				form: 'person',
				values: { name: '一二三四五六', amount: 'zwölf' },
				errors: { name: { code: 'too_long', info: 5 }, amount: { code: 'not_a_number', info: 'zwölf' } }
			}
		}
	});
	expect(await readForm(post({ name: '   ' }), 'person', Schema)).toMatchObject({
		failure: { data: { errors: { name: { code: 'needs_name' }, amount: { code: 'bad_value' } } } }
	});
});

test('a refusal of the database stands at its field, or at the form when there is no such field', async () => {
	const answer = await readForm(post({ name: '刘洋', amount: '1' }), 'person', Schema);
	if (!answer.ok) throw new Error('should be read');
	expect(answer.refuse({ code: 'id_taken', field: 'name' }).data.errors).toEqual({ name: { code: 'id_taken', field: 'name' } });
	expect(answer.refuse({ code: 'not_allowed', field: 'person' }).data.errors).toHaveProperty('form');
	expect(answer.refuse({ code: 'bad_value', field: 'quantity' }, { quantity: 'amount' }).data.errors).toHaveProperty('amount');
});

test('a secret never comes back to the page, wrong or right', async () => {
	const Secret = v.object({ name: v.string(), password: v.pipe(v.string(), v.minLength(10, 'weak_password')) });
	const wrong = await readForm(post({ name: '刘洋', password: 'hush' }), 'password', Secret, ['password']);
	expect(wrong).toMatchObject({ failure: { data: { values: { name: '刘洋' }, errors: { password: { code: 'weak_password' } } } } });
	expect(JSON.stringify(wrong)).not.toContain('hush');
	const right = await readForm(post({ name: '刘洋', password: 'hush hush hush' }), 'password', Secret, ['password']);
	if (!right.ok) throw new Error('should be read');
	const refused = right.refuse({ code: 'same_password', field: 'password' });
	expect(refused.data.errors).toHaveProperty('password');
	expect(JSON.stringify(refused)).not.toContain('hush');
});
