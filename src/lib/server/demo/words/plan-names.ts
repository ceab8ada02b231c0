/** What stands on a plan, in English: labels of the public's plan and of the operations map. */
const ENGLISH: Record<string, string> = {
	南门: 'South gate',
	北门: 'North gate',
	东门: 'East gate',
	西门: 'West gate',
	中心花园: 'Garden',
	健身广场: 'Fitness square',
	休闲广场: 'Square',
	停车场: 'Parking',
	沿街商铺: 'Shops',
	党群服务站: 'Service station',
	物业服务中心: 'Property office',
	幼儿园: 'Kindergarten',
	锅炉房旧址: 'Old boiler house',
	煤棚: 'Coal shed'
};

/** Both names of a thing on a plan, as its properties carry them; nothing for what has no name. */
export function named(name: string | undefined): { name?: string; nameEn?: string } {
	if (!name) return {};
	const number = /^(\d+)号楼$/.exec(name)?.[1];
	const nameEn = number ? `No. ${number}` : ENGLISH[name];
	return { name, ...(nameEn ? { nameEn } : {}) };
}
