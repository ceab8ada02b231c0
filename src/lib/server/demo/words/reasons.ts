/** What people write when they move a case on. By layer where it matters. */
export const REASONS: Record<string, Record<string, readonly string[]>> = {
	rework: {
		illegal_structure: ['基础未清，地面残留砖块', '立柱未拆净，现场有外露钢筋', '棚顶已拆，墙体仍在', '拆后垃圾未清运'],
		trash_site: ['地面残留渗液，未冲洗', '只清了表层，底部渣土仍在', '桶身未归位，周边仍有散落', '清运不彻底，照片与现场不符'],
		small_ad: ['二单元三至五层未清', '铲后留有胶痕，未覆涂', '喷涂广告仍可辨认'],
		green_area: ['补植苗木有死株，须更换', '边角杂草未清', '树穴未覆土，裸露黄土'],
		renovation: ['外墙色差明显，需重刷', '接缝处仍渗水', '路面标高不够，雨后积水'],
		camera: ['画面被树枝遮挡', '夜间补光不足']
	},
	return: {
		any: ['不属本单位职责，建议改派', '现场与描述不符，请重新核定类别', '需多部门联合处置，请街道牵头']
	},
	ask_extension: {
		illegal_structure: ['当事人已承诺自拆，需等其外出返回', '涉及燃气管线，须与燃气公司会商', '连续降雨，高空作业不安全'],
		renovation: ['材料未到货', '冬季不能湿作业', '住户协商未完成'],
		any: ['车辆检修，需顺延', '现场有车辆占压，需等车主挪车', '人手不足，已协调支援']
	},
	refuse_extension: { any: ['已延期一次，请按期完成', '理由不充分，可先行围挡处置'] },
	ask_deferral: {
		illegal_structure: ['当事人提起行政复议，待复议结果', '承租人重病住院，待出院后处置'],
		renovation: ['采暖期不能停热，待供热结束', '已列入明年改造计划'],
		green_area: ['冬季不宜栽植，待来年春季'],
		any: ['权属有争议，待法院判决', '已列入管网改造，届时一并处理']
	},
	reject: { any: ['经现场核实，不存在该问题', '属私人庭院范围，不属本次整治', '已由物业当场处理，无需立案'] },
	void: { any: ['与已立案件重复录入', '地址有误，无法核实'] },
	reopen: {
		illegal_structure: ['回头看发现原址复建', '原棚拆除后又搭设遮阳棚'],
		trash_site: ['回头看发现再次堆放', '夜间偷倒渣土，问题反弹'],
		small_ad: ['同一单元再次张贴'],
		green_area: ['补植苗木成活率不足', '再次有人种菜'],
		any: ['群众反映问题未彻底解决']
	},
	supervise: { any: ['群众反映强烈，请限期办结并回告', '已超时限，请说明原因并抓紧处置', '市级巡查发现，请立即整改'] },
	reply: { any: ['已约谈当事人，三日内拆除', '已增派人员，明日完成', '已联系责任单位，本周内办结'] }
};

export function reasonsFor(action: string, layer: string): readonly string[] {
	const of = REASONS[action] ?? {};
	return of[layer] ?? of.any ?? ['已核实'];
}
