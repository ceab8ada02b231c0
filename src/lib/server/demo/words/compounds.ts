/** How a compound is built: slabs in rows, round a court, towers, 家属院, or on terraces. */
export type Family = 'rows' | 'court' | 'towers' | 'old' | 'terrace';

/** Made-up compounds by community, in the manner of the place: name, English name, how it is built, when. */
export const OTHER_COMPOUNDS: Record<string, readonly (readonly [name: string, nameEn: string, family: Family, builtYear: number])[]> = {
	// 浑江区
	'220602001001': [
		['新建小区', 'Xinjian', 'rows', 1994],
		['百货大楼家属楼', 'Department Store Quarters', 'old', 1981]
	],
	'220602001003': [
		['园林小区', 'Yuanlin', 'court', 2003],
		['园林新村', 'Yuanlin New Village', 'terrace', 1996]
	],
	'220602002001': [
		['金昌小区', 'Jinchang', 'rows', 1998],
		['通沟家属院', 'Tonggou Quarters', 'old', 1985]
	],
	'220602002004': [
		['富民小区', 'Fumin', 'rows', 2000],
		['富民花园', 'Fumin Garden', 'towers', 2012]
	],
	'220602003002': [
		['林丰小区', 'Linfeng', 'rows', 1999],
		['林业局家属院', 'Forestry Bureau Quarters', 'old', 1986],
		['东兴嘉苑', 'Dongxing Jiayuan', 'court', 2008]
	],
	'220602003005': [
		['银河花园', 'Yinhe Garden', 'towers', 2013],
		['银河小区', 'Yinhe', 'rows', 2001]
	],
	'220602004001': [
		['红旗小区', 'Hongqi', 'rows', 1995],
		['红星花园', 'Hongxing Garden', 'court', 2005],
		['纺织厂家属院', 'Textile Mill Quarters', 'old', 1980]
	],
	'220602004003': [
		['建设小区', 'Jianshe', 'terrace', 1999],
		['建设嘉园', 'Jianshe Jiayuan', 'towers', 2015]
	],
	'220602005002': [
		['西苑小区', 'Xiyuan', 'terrace', 1997],
		['西苑花园', 'Xiyuan Garden', 'court', 2006]
	],
	'220602005007': [
		['新苑小区', 'Xinyuan', 'rows', 2000],
		['城南家园', 'Chengnan Jiayuan', 'towers', 2014]
	],
	'220602006001': [
		['江北小区', 'Jiangbei', 'rows', 1997],
		['浑江花园', 'Hunjiang Garden', 'towers', 2010]
	],
	'220602006003': [
		['青山湖小区', 'Qingshan Lake', 'rows', 2002],
		['湖畔家园', 'Hupan Jiayuan', 'towers', 2011],
		['水泥厂家属院', 'Cement Works Quarters', 'old', 1983]
	],
	'220602007001': [
		['河口小区', 'Hekou', 'rows', 1997],
		['滨江花园', 'Binjiang Garden', 'towers', 2012],
		['造纸厂家属院', 'Paper Mill Quarters', 'old', 1984]
	],
	'220602008001': [
		['板石矿家属院', 'Banshi Mine Quarters', 'old', 1982],
		['矿山新村', 'Kuangshan New Village', 'terrace', 1995],
		['板石佳苑', 'Banshi Jiayuan', 'court', 2010]
	],
	// 江源区
	'220605001001': [
		['江南小区', 'Jiangnan', 'rows', 1998],
		['孙家堡子新村', 'Sunjiabuzi New Village', 'terrace', 2004]
	],
	'220605002003': [
		['江源花园', 'Jiangyuan Garden', 'towers', 2010],
		['城关小区', 'Chengguan', 'rows', 1999]
	],
	'220605004005': [
		['三岔子林业家属院', 'Sanchazi Forestry Quarters', 'old', 1983],
		['三岔子小区', 'Sanchazi', 'rows', 1996]
	],
	'220605102001': [['湾沟矿新村', 'Wangou Mine New Village', 'terrace', 2009]],
	// 抚松县
	'220621100003': [['城南小区', 'Chengnan', 'rows', 2001]],
	'220621100006': [
		['抚松小区', 'Fusong', 'rows', 1998],
		['参乡嘉园', 'Shenxiang Jiayuan', 'towers', 2013]
	],
	'220621101004': [
		['松江花园', 'Songjiang Garden', 'court', 2007],
		['松江河林业家属院', 'Songjianghe Forestry Quarters', 'old', 1985]
	],
	'220621102005': [['泉阳新村', 'Quanyang New Village', 'terrace', 2005]],
	// 靖宇县
	'220622100001': [
		['将军路小区', 'Jiangjun Road', 'rows', 1997],
		['靖宇花园', 'Jingyu Garden', 'towers', 2012]
	],
	'220622100016': [['濛江家园', 'Mengjiang Jiayuan', 'court', 2006]],
	// 长白朝鲜族自治县
	'220623100001': [['塔山小区', 'Tashan', 'rows', 2000]],
	'220623100003': [
		['长白小区', 'Changbai', 'terrace', 1999],
		['鸭绿江花园', 'Yalu River Garden', 'towers', 2011]
	],
	// 临江市
	'220681002001': [
		['新市小区', 'Xinshi', 'rows', 1996],
		['鸭江花园', 'Yajiang Garden', 'towers', 2012]
	],
	'220681003004': [
		['兴隆小区', 'Xinglong', 'court', 2003],
		['临铁家属院', 'Linjiang Railway Quarters', 'old', 1982]
	],
	'220681005001': [['森工家园', 'Sengong Jiayuan', 'terrace', 2008]]
};
