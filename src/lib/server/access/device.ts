const BROWSERS: readonly [mark: RegExp, name: string][] = [
	[/MicroMessenger\//, '微信 WeChat'],
	[/DingTalk\//, '钉钉 DingTalk'],
	[/Edg(A|iOS)?\//, 'Edge'],
	[/HuaweiBrowser\//, 'Huawei Browser'],
	[/Firefox\//, 'Firefox'],
	[/Chrome\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const SYSTEMS: readonly [mark: RegExp, name: string][] = [
	[/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
	[/Android/, 'Android'],
	[/iPhone|iPad/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/Linux/, 'Linux']
];

/** "Chrome · Android": enough for somebody to know a session of theirs, too little to follow anybody by. */
export function deviceOf(userAgent: string | null): string {
	const text = (userAgent ?? '').slice(0, 400);
	const name = (of: typeof BROWSERS): string | undefined => of.find(([mark]) => mark.test(text))?.[1];
	return [name(BROWSERS), name(SYSTEMS)].filter(Boolean).join(' · ');
}
