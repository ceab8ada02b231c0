import { expect, test } from 'vitest';
import * as v from 'valibot';
import { ProfileSchema, type Profile } from './profile.ts';
import * as edit from './profile-edit.ts';
import { SHIPPED_PROFILES } from './profiles/index.ts';

const bare: Profile = Object.freeze({ format: 'zhantu-import/1', id: 'a', columns: Object.freeze({ ref: '编号' }) });

test('every change leaves a valid profile, and the one before as it was', () => {
	let profile = edit.withColumn(bare, 'title', '标题');
	profile = edit.withAreaColumns(profile, ['区', '街道']);
	profile = edit.withRefinedArea(profile, true);
	profile = edit.withAttribute(profile, 'area_m2', '面积');
	profile = edit.withPhoto(profile, 'before', '照片');
	profile = edit.withChoiceColumn(profile, 'kind', '类型');
	profile = edit.withValue(profile, 'kind', '暴露垃圾', 'exposed_rubbish');
	profile = edit.withChoiceDefault(profile, 'stage', 'filed');
	profile = edit.withDefaultPoint(profile, [126.42, 41.94], true);
	expect(v.parse(ProfileSchema, profile)).toEqual({
		format: 'zhantu-import/1',
		id: 'a',
		columns: { ref: '编号', title: '标题' },
		area: { columns: ['区', '街道'], isRefined: true },
		attributes: { area_m2: '面积' },
		photos: [{ column: '照片', phase: 'before' }],
		kind: { from: [{ column: '类型', is: { 暴露垃圾: 'exposed_rubbish' } }] },
		stage: { default: 'filed' },
		defaultPoints: [[126.42, 41.94]]
	});
	expect(bare).toEqual({ format: 'zhantu-import/1', id: 'a', columns: { ref: '编号' } });
});

test('what was set can be taken back', () => {
	expect(edit.withColumn(bare, 'ref', '').columns).toEqual({});
	expect(edit.withAreaColumns(edit.withAreaColumns(bare, ['区']), [])).not.toHaveProperty('area');
	expect(edit.withPhoto(edit.withPhoto(bare, 'after', 'x'), 'after', '').photos).toEqual([]);
	const kinds = edit.withValue(edit.withChoiceColumn(bare, 'kind', '类型'), 'kind', 'a', 'b');
	expect(edit.withValue(kinds, 'kind', 'a', '').kind?.from).toEqual([{ column: '类型', is: {} }]);
	expect(edit.withDefaultPoint(edit.withDefaultPoint(bare, [1, 2], true), [1, 2], false).defaultPoints).toEqual([]);
});

test('rules that a page cannot edit are known', () => {
	const [boston] = SHIPPED_PROFILES;
	expect(edit.isSimple(boston?.kind)).toBe(false);
	expect(edit.isSimple({ default: 'filed' })).toBe(true);
	expect(edit.isSimple(edit.withChoiceColumn(bare, 'kind', '类型').kind)).toBe(true);
});
