/**
 * Who may import whom: domain <- geo <- (data, offline, map, ledger) <- state <- routes; ui sees
 * domain; server sees domain, data, ledger and never state, ui or map.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const lib = (...rooms) => ({ path: `^src/lib/(${rooms.join('|')})/` });
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
	forbidden: [
		forbid('no-circular', {}, { circular: true }, 'A circle cannot be understood one file at a time.'),
		forbid('domain-is-pure', lib('domain'), { path: '^src/(lib/(?!domain/)|routes|cli)' }, 'domain knows nobody'),
		forbid('domain-no-node', lib('domain'), { dependencyTypes: ['core'] }, 'domain runs on the phone too'),
		forbid('geo-sees-domain', lib('geo'), { path: '^src/(lib/(?!domain/|geo/)|routes|cli)' }, 'geo sees domain'),
		forbid(
			'rooms-stay-apart',
			{ path: '^src/lib/(data|offline|map|ledger)/' },
			{ path: '^src/(lib/(?!domain/|geo/|data/|paraglide/|$1/)|routes|cli)' },
			'these rooms see domain, geo and data'
		),
		forbid('ui-sees-domain', lib('ui'), { path: '^src/(lib/(?!domain/|ui/|paraglide/|geo/)|routes|cli)' }, 'ui knows props and messages'),
		forbid('state-below-routes', lib('state'), { path: '^src/(lib/(server|ui)/|routes|cli)' }, 'state does not know what draws it'),
		forbid(
			'server-has-no-face',
			lib('server'),
			{ path: '^src/(lib/(state|ui|map|offline)/|routes|cli)' },
			'server never sees state, ui or map'
		),
		forbid(
			'server-stays-on-server',
			{ path: '^src/lib/(?!server/)' },
			{ path: '^src/lib/server/' },
			'only routes, hooks and commands see the server'
		),
		forbid(
			'only-data-and-server-speak-supabase',
			{ path: '^src/', pathNot: '^src/lib/(data|server)/' },
			{ path: 'node_modules/@supabase/' },
			'ask lib/data'
		),
		forbid(
			'only-the-handle-draws-maplibre',
			{ path: '^src/', pathNot: '^src/lib/map/map-handle[.]ts$' },
			{ path: 'node_modules/maplibre-gl/', dependencyTypesNot: ['type-only'] },
			'go through the handle'
		),
		forbid(
			'only-the-handle-draws-deck',
			{ path: '^src/', pathNot: '^src/lib/map/deck-handle[.]ts$' },
			{ path: 'node_modules/@deck[.]gl/', dependencyTypesNot: ['type-only'] },
			'go through the handle'
		)
	],
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^src/lib/paraglide/|\\.test\\.ts$' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'default'],
			extensions: ['.ts', '.js', '.svelte', '.json']
		},
		moduleSystems: ['es6']
	}
};
