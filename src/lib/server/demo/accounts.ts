import type { Role } from '#lib/domain/template.ts';

/** One password for all: the demo is meant to be looked into. */
export const DEMO_PASSWORD = 'zhantu-demo-2026';

export interface DemoAccount {
	/** Stands for the person in the generator's own tables. */
	key: string;
	email: string;
	name: string;
	role: Role;
	title: string;
	organisation: string;
	/** Code of the area of the post. */
	area: string;
	areaName: string;
}

/** 铁路社区, where most of the demo's people work. */
export const HOME_COMMUNITY = '220602003003';
const HOME_SUBDISTRICT = '220602003';

/** One account for every role and level that signs in. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
	account('administrator', '郑晓东', 'administrator', '系统管理员', '市创建办', '2206', '白山市'),
	account('city', '李明', 'leader', '三城创建专班召集人', '市创建办', '2206', '白山市'),
	account('district', '孙玉梅', 'leader', '浑江区副区长', '浑江区政府', '220602', '浑江区'),
	account('subdistrict', '周海涛', 'leader', '东兴街道办事处主任', '东兴街道办事处', HOME_SUBDISTRICT, '东兴街道'),
	account('dispatcher', '赵文博', 'dispatcher', '街道派遣员', '东兴街道综合指挥室', HOME_SUBDISTRICT, '东兴街道'),
	account('inspector', '吴丽娟', 'inspector', '社区核查员', '铁路社区居民委员会', HOME_COMMUNITY, '铁路社区'),
	account('secretary', '陈静', 'cadre', '社区党委书记', '铁路社区党委', HOME_COMMUNITY, '铁路社区'),
	account('grid', '刘洋', 'cadre', '第003网格网格长', '铁路社区第003网格党支部', `${HOME_COMMUNITY}G03`, '铁路社区第003网格'),
	account('enforcement', '王建国', 'cadre', '城管中队队员', '浑江区城市管理执法局东兴中队', HOME_SUBDISTRICT, '东兴街道'),
	account('property', '刘宏', 'cadre', '物业项目经理', '吉祥物业服务有限公司', HOME_COMMUNITY, '铁路社区')
];

function account(key: string, name: string, role: Role, title: string, organisation: string, area: string, areaName: string): DemoAccount {
	return { key, email: `${key}@zhantu.test`, name, role, title, organisation, area, areaName };
}
