import type { Outcome, Stage } from '#lib/domain/stage.ts';
import type { Field } from './profile.ts';

/** Lists of words stand in one line each: there are many, and they are read rather than edited. */
function split(words: string): string[] {
	return words.split('|');
}

/** What people call a column, most telling first; compared without case, spaces, brackets and signs. */
export const HEADINGS: Record<Field, string[]> = {
	ref: split(
		'案件编号|案卷编号|案卷号|案件号|任务编号|工单编号|工单号|事件编号|问题编号|受理编号|点位编号|来源编号|编号|流水号|caseenquiryid|caseid|casenumber|caseno|ticketid|ticket|reference|refno|ref|uuid|globalid|osmid|objectid|fid|id|number|no|序号'
	),
	title: split('案件标题|问题标题|标题|案件名称|问题名称|点位名称|名称|项目名称|事项名称|casetitle|title|summary|subject|name'),
	description: split(
		'问题描述|案件描述|情况描述|情况说明|问题说明|描述|详情|内容|说明|备注|description|details|detail|remarks|remark|notes|note|comment'
	),
	address: split(
		'详细地址|案发地址|事发地址|事发地点|问题地址|发生地点|地址|地点|位置描述|位置|fulladdress|streetaddress|address|location|street'
	),
	east: split(
		'经度|东经|高德经度|百度经度|腾讯经度|gps经度|wgs84经度|gcj02经度|bd09经度|longitude|long|lng|lon|x坐标|横坐标|东坐标|y东|东向|easting|east|xcoord|pointx|x'
	),
	north: split(
		'纬度|北纬|高德纬度|百度纬度|腾讯纬度|gps纬度|wgs84纬度|gcj02纬度|bd09纬度|latitude|lat|y坐标|纵坐标|北坐标|x北|北向|northing|north|ycoord|pointy|y'
	),
	position: split('坐标|经纬度|位置坐标|地理坐标|经度纬度|coordinates|coordinate|coord|lnglat|latlng|latlon|geocodedlocation|position'),
	geometry: split('几何|图形|geometry|geojson|geom|shape'),
	reportedAt: split(
		'上报时间|上报日期|发现时间|发现日期|登记时间|登记日期|受理时间|创建时间|采集时间|开始时间|开始日期|报告时间|开始|日期|时间|opendt|opened|openedat|createdat|createddate|created|reportedat|reported|requestdate|startdate|start|date'
	),
	filedAt: split('立案时间|立案日期|派遣时间|filedat|filed'),
	dueAt: split(
		'截止时间|截止日期|办理时限|处置时限|要求完成时间|计划完成时间|到期时间|到期日|期限|时限|截止|targetdt|duedate|dueat|due|deadline|target'
	),
	closedAt: split(
		'结案时间|结案日期|办结时间|办结日期|完成时间|完成日期|销号时间|结束时间|结束日期|结案|closeddt|closedat|closeddate|closed|resolvedat|completedat|completed|enddate'
	),
	reason: split('结案说明|办结说明|处理结果说明|处理意见|结案意见|closurereason|resolutiondescription|resolution'),
	code: split('事项代码|部件代码|标准代码|国标代码|mattercode'),
	department: split('责任部门|责任单位|承办单位|承办部门|处置部门|主管部门|部门|responsibleagency|department|agency'),
	quantityTarget: split('计划数量|应完成数量|应处置量|任务量|数量|目标量|quantitytarget|targetquantity|quantity'),
	quantityDone: split('完成数量|已完成数量|完成量|实际数量|处置量|quantitydone|donequantity')
};

/** Columns that name areas, widest level first; several of them make a path. */
export const AREA_HEADINGS: string[][] = [
	split(
		'区划代码|行政区划代码|辖区代码|社区代码|小区代码|地区代码|区划编码|行政区划编码|辖区编码|社区编码|小区编码|地区编码|areacode|adcode'
	),
	split('区县|县区|所属区县|所在区县|所属区|行政区|区|县|district|county|borough|city'),
	split('街道乡镇|乡镇街道|所属街道|所在街道|街道|乡镇|镇街|subdistrict|township'),
	split('社区村|所属社区|所在社区|社区|村|社区名称|community|neighborhood|neighbourhood|ward'),
	split('小区名称|所属小区|小区|compound|estate'),
	split('所属辖区|辖区|区域|所在区域|area')
];

export const CHOICE_HEADINGS = {
	layer: split('图层|layer'),
	kind: split(
		'案件类型|问题类型|事项类型|案件类别|问题类别|类别|类型|小类|事项|分类|kind|casetype|requesttype|servicename|type|category|landuse|building'
	),
	stage: split('案件状态|办理状态|处理状态|处置状态|当前状态|状态|阶段|进度|当前阶段|casestatus|status|stage|state'),
	outcome: split('办结方式|结案方式|处理结果|结果|outcome|result')
} as const;

export const PHOTO_HEADINGS = {
	before: split(
		'处置前照片|整改前照片|整治前照片|问题照片|上报照片|前照片|照片|图片|submittedphoto|beforephoto|photobefore|photo|image|mediaurl'
	),
	after: split('处置后照片|整改后照片|整治后照片|结案照片|后照片|closedphoto|afterphoto|photoafter')
} as const;

/** How ledgers word a stage. The first Chinese and the first English word are its name in our exports. */
export const STAGE_WORDS: Record<Stage, string[]> = {
	reported: split('待核实|Reported|新上报|已上报|上报|待受理|未核实|new|submitted by citizen'),
	filed: split('待派遣|Filed|待派单|已立案|立案|已受理|受理|待分派|未处理|未整改|待整改|open|received|registered|pending'),
	assigned: split('待处置|Assigned|待处理|已派遣|已派单|派遣|已分派|待办|dispatched'),
	in_progress: split('处置中|In progress|处理中|办理中|整改中|整治中|进行中|施工中|在办|in_progress|in process|processing|ongoing'),
	submitted: split('待核查|Submitted|待验收|待复核|待审核|已处置|处置完成|待结案|waiting for inspection'),
	rework: split('返工|Rework|退回整改|重新整改'),
	reopened: split('重新打开|Reopened|反弹|再次打开'),
	deferred: split('挂账|Deferred|延期|暂缓|缓办|on hold|suspended'),
	closed: split(
		'已结案|Closed|结案|已办结|办结|已完成|完成|已整改|整改完成|已销号|销号|已处理|已解决|done|resolved|completed|complete|fixed'
	),
	rejected: split('不予立案|Rejected|不予受理|驳回|不立案|declined'),
	duplicate: split('重复|Duplicate|重复案件|重复上报'),
	void: split('作废|Void|撤销|已撤销|无效|cancelled|canceled|invalid')
};

export const OUTCOME_WORDS: Record<Outcome, string[]> = {
	fixed: split('已解决|Fixed|已整改|整改完成|已修复|已处理|resolved|corrected'),
	not_ours: split('不属管辖|Not ours|非本辖区|转其他部门|not_ours|referred'),
	duplicate: split('重复|Duplicate'),
	void: split('作废|Void|无效|invalid|no violation'),
	deferred: split('挂账|Deferred|延期|暂缓')
};

/** Words in a heading that name the system of its coordinates. */
export const SYSTEM_WORDS: readonly [pattern: RegExp, system: 'WGS84' | 'GCJ02' | 'BD09' | 'CGCS2000'][] = [
	[/高德|腾讯|amap|gaode|gcj|火星/i, 'GCJ02'],
	[/百度|baidu|bd-?09/i, 'BD09'],
	[/wgs|gps/i, 'WGS84'],
	[/cgcs|2000|天地图/i, 'CGCS2000']
];

/** A heading as it is compared. */
export function plainHeading(heading: string): string {
	return heading
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_\-.:()[\]【】/*#]+/g, '');
}
