/** How messages/ becomes src/lib/paraglide: for the build (vite.config.ts) and for the checks that run without one. */
export const paraglideOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['cookie' as const, 'baseLocale' as const],
	cookieName: 'zhantu-locale'
};
