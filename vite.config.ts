import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { paraglideOptions } from './paraglide.options.ts';

export default defineConfig({
	plugins: [
		paraglideVitePlugin(paraglideOptions),
		// Kit 3 reads its options here and refuses a svelte.config.js (decision 0002).
		sveltekit({
			adapter: adapter({ precompress: true }),
			// The server fetches whatever is foreign (basemap proxy), so the browser needs 'self' only.
			csp: {
				mode: 'auto',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'worker-src': ['self', 'blob:'],
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			},
			serviceWorker: { register: false },
			version: { pollInterval: 0 }
		})
	],
	// MapLibre's worker is an ES module; the default 'iife' would inline its imports.
	worker: { format: 'es' },
	// A font inside the style sheet would be a data: address, which the CSP refuses.
	build: { chunkSizeWarningLimit: 1200, assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined) }
});
