/** Every URL of the application, so that a link is a function call and a renamed route a type error. */
export const paths = {
	home: () => '/',
	compounds: (query: { q?: string; district?: string; campaign?: string } = {}) => `${withQuery('/', query)}#compounds`,
	compound: (area: string, pair?: string) => withQuery(`/compounds/${area}`, { pair }),
	compoundMap: (area: string, days: { from?: string; to?: string } = {}) => withQuery(`/compounds/${area}/map`, days),
	preferences: () => '/preferences',
	login: (next?: string) => (next ? `/login?next=${encodeURIComponent(next)}` : '/login'),
	/** The second factor of a session whose password was right. */
	loginCode: (next?: string, isRecovery = false) => withQuery('/login/code', { next, recovery: isRecovery ? '1' : undefined }),
	/** Setting one up where it is required. */
	loginEnrol: (next?: string) => withQuery('/login/enrol', { next }),
	logout: () => '/logout',
	/** One's own password, second factor and sessions. */
	account: () => '/account',
	accountFactor: () => '/account/second-factor',
	complaints: () => '/complaints',
	about: () => '/about',

	overview: (area: string, campaign?: string, view: OverviewView = {}) => withQuery(`/overview/${area}`, { campaign, ...view }),
	/** `at` is a camera (geo/camera.ts). */
	map: (area: string, options: { campaign?: string; task?: string; at?: string } = {}) => withQuery(`/areas/${area}`, options),
	cases: (area: string, filter: CaseFilter = {}, campaign?: string, view: { sort?: string; page?: string } = {}) =>
		withQuery(`/areas/${area}/cases`, { campaign, ...filterQuery(filter), ...view }),

	/** The cases of an area as a file, with the caller's rights. */
	exportCases: (query: { campaign: string; area: string; layer?: string; format: 'csv' | 'geojson' }) => withQuery('/api/export', query),

	/** Ticks of an area: a server-sent event stream. */
	live: (area: string) => `/api/live?area=${encodeURIComponent(area)}`,

	/** `show` narrows to one group, `task` is the case beside the list on a wide screen. */
	inbox: (campaign?: string, view: { show?: string; task?: string } = {}) => withQuery('/inbox', { campaign, ...view }),
	task: (id: string, campaign?: string) => withQuery(`/tasks/${id}`, { campaign }),
	capture: (area?: string, campaign?: string) => withQuery('/capture', { area, campaign }),
	/** A report that was not accepted, back in its form. */
	captureAgain: (item: string, campaign?: string) => withQuery('/capture', { item, campaign }),
	outbox: (campaign?: string) => withQuery('/outbox', { campaign }),
	me: (campaign?: string) => withQuery('/me', { campaign }),

	/** Proposals of before/after pairs: what waits for somebody's decision first. */
	publications: (state?: string, page = 0) => withQuery('/publications', { state, page: page > 0 ? String(page) : undefined }),
	publication: (id: string) => `/publications/${id}`,
	proposePublication: (task: string) => withQuery('/publications/new', { task }),

	adminPeople: (query: { q?: string; page?: number } = {}) =>
		withQuery('/admin/people', { q: query.q, page: query.page && query.page > 1 ? String(query.page) : undefined }),
	adminPersonNew: () => '/admin/people/new',
	/** Suggestions for an area picker, as JSON. */
	adminAreas: (q: string) => withQuery('/admin/areas', { q }),
	adminCampaigns: () => '/admin/campaigns',
	adminTemplates: () => '/admin/templates',
	adminBasemaps: () => '/admin/basemaps',
	adminImports: (page?: number) => withQuery('/admin/imports', { page: page && page > 1 ? String(page) : undefined }),
	adminImportNew: (campaign?: string) => withQuery('/admin/imports/new', { campaign }),
	/** Areas that rows of a file may name, as JSON. */
	adminImportPlaces: (campaign: string) => withQuery('/admin/imports/places', { campaign }),
	/** Remembers a profile. */
	adminImportProfiles: () => '/admin/imports/profiles',
	/** One step of a batch on its way: begin, stage, check, discard, commit. */
	adminImportStep: (batch: string, step: string) => `/admin/imports/batches/${batch}/${step}`,
	adminPerson: (id: string) => `/admin/people/${id}`,
	adminCampaign: (id: string, said?: 'created' | 'moved') => withQuery(`/admin/campaigns/${id}`, { said }),
	adminCampaignNew: (template?: string, version?: number) =>
		withQuery('/admin/campaigns/new', { template: template && version ? `${template}/${version}` : undefined }),
	/** What moving to another version would change, before it is done. */
	adminCampaignMove: (id: string, version: number) => `/admin/campaigns/${id}/move/${version}`,
	/** Targets broken down to the areas below one. */
	adminCampaignTargets: (id: string, area?: string) => withQuery(`/admin/campaigns/${id}/targets`, { area }),
	/** `said`: what has just become of it, told once at the head of the page. */
	adminTemplate: (id: string, version: number, said?: 'imported' | 'replaced') => withQuery(`/admin/templates/${id}/${version}`, { said }),
	adminTemplateImport: () => '/admin/templates/import',
	/** The document as a file; under the next number or another id it is a copy to start from. */
	adminTemplateFile: (id: string, version: number, as: { version?: number; id?: string } = {}) =>
		withQuery(`/admin/templates/${id}/${version}/file`, { version: as.version ? String(as.version) : undefined, id: as.id }),
	adminTemplateCompare: (id: string, version: number, before: number) => `/admin/templates/${id}/${version}/compare/${before}`,
	adminBasemap: (id: string, said?: 'saved') => withQuery(`/admin/basemaps/${id}`, { said }),
	adminBasemapNew: (preset?: string) => withQuery('/admin/basemaps/new', { preset }),
	/** Takes a PMTiles file part by part. */
	adminBasemapFiles: (part: { name: string; offset: number; total: number }) =>
		withQuery('/admin/basemaps/files', { name: part.name, offset: String(part.offset), total: String(part.total) }),
	/** What of a basemap's layers a browser may know, as JSON. */
	tileDetail: (basemap: string) => `/tiles/${basemap}/detail`,
	/** One tile, by way of our own server; `of` names a source of a style. */
	tile: (basemap: string, place: { z: number; x: number; y: number }, of?: string) =>
		withQuery(`/tiles/${basemap}/${place.z}/${place.x}/${place.y}`, { of }),
	adminSettings: () => '/admin/settings',
	/** How the installation runs: backend, backups, ledger, storage. */
	adminOperations: () => '/admin/operations',
	/** The rules of signing in, and what happened to them. */
	adminSecurity: (query: { before?: string } = {}) => withQuery('/admin/security', query),
	/** The year around a day, which is the one to be edited. */
	adminCalendar: (id: string, view: { year?: number; day?: string } = {}) =>
		withQuery(`/admin/settings/calendars/${id}`, { year: view.year ? String(view.year) : undefined, day: view.day }),
	adminCalendarFile: (id: string) => `/admin/settings/calendars/${id}/file`,

	/** Cases that wait for the caller, as JSON. */
	apiInbox: (campaign: string) => withQuery('/api/inbox', { campaign }),
	/** Everything that a case's panel shows, as JSON. */
	apiTask: (id: string) => `/api/tasks/${id}`,
	/** Sites of an area with the cases that their pins show, as JSON. */
	apiSites: (area: string, campaign: string) => withQuery(`/api/areas/${area}/sites`, { campaign }),
	/** Areas, buildings and cases that contain a text, as JSON. */
	apiSearch: (campaign: string, q: string) => withQuery('/api/search', { campaign, q }),
	/** Cases of an area that match a filter, as JSON. */
	apiTasks: (campaign: string, area: string, filter: CaseFilter) => withQuery('/api/tasks', { campaign, area, ...filterQuery(filter) }),

	/** Open cases of a kind close to a position, as JSON. */
	apiCasesNear: (campaign: string, kind: string, [lng, lat]: [number, number], radiusM: number) =>
		withQuery('/api/tasks/near', { campaign, kind, at: `${lng},${lat}`, radius: String(radiusM) }),
	/** The areas that a position lies in, as JSON. */
	apiPlaces: ([lng, lat]: [number, number]) => withQuery('/api/places', { at: `${lng},${lat}` }),
	/** The ground of an area's sheet, as JSON. */
	apiAreaSheet: (area: string) => `/api/areas/${area}/sheet`,
	/** The sites of an area with the case that each pin shows, as JSON. */
	apiAreaSites: (area: string, campaign: string) => withQuery(`/api/areas/${area}/sites`, { campaign }),

	picture: (objectPath: string) => `/pictures/${objectPath}`,
	/** A redacted copy for those who decide about it. */
	proposalPicture: (objectPath: string, width?: 320) =>
		withQuery(`/api/publications/pictures/${objectPath}`, { w: width ? String(width) : undefined }),
	publishedPicture: (objectPath: string) => `/published/${objectPath}`
} as const;

/** What a leader chose to see on an overview. */
export interface OverviewView {
	domain?: string;
	/** The figure that colours the map. */
	figure?: string;
	/** Column of the table of areas, with a leading "-" for descending. */
	sort?: string;
	/** Stuck cases by the limit that ran out first, or by the time without a move. */
	stuck?: string;
	/** `all` areas in the table, not only the first. */
	rows?: string;
}

/** What narrows a list of cases; the same words in the URL, in `list_cases` and on the page. */
export interface CaseFilter {
	stages?: string[];
	layers?: string[];
	kinds?: string[];
	light?: 'overdue' | 'due_soon' | 'on_time' | 'late';
	owner?: string;
	domain?: string;
	text?: string;
	/** Cases of the area itself, in none of the areas below it. */
	own?: boolean;
	reworked?: boolean;
	supervised?: boolean;
	unlocated?: boolean;
	filedOn?: string;
	dueOn?: string;
	closedOn?: string;
	/** Local days, both included. */
	filedFrom?: string;
	filedTo?: string;
	closedFrom?: string;
	closedTo?: string;
	/** Deferred, with a review date up to the day. */
	reviewBy?: string;
	/** Days on which a closed case is looked at again, both included. */
	lookAgainFrom?: string;
	lookAgainBy?: string;
	batch?: string;
}

export function filterQuery(filter: CaseFilter): Record<string, string | undefined> {
	const query: Record<string, string | undefined> = {};
	for (const [key, value] of Object.entries(filter)) {
		if (value === undefined || value === null || value === '') continue;
		if (Array.isArray(value)) query[key] = value.length ? value.join(',') : undefined;
		else query[key] = String(value);
	}
	return query;
}

const WORD = /^[a-z0-9_]{1,60}$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const LISTS = ['stages', 'layers', 'kinds'] as const;
const FLAGS = ['own', 'reworked', 'supervised', 'unlocated'] as const;
const TEXTS = {
	light: /^(overdue|due_soon|on_time|late)$/,
	owner: UUID,
	domain: WORD,
	text: /^[^]{1,100}$/,
	filedOn: DAY,
	dueOn: DAY,
	closedOn: DAY,
	filedFrom: DAY,
	filedTo: DAY,
	closedFrom: DAY,
	closedTo: DAY,
	reviewBy: DAY,
	lookAgainFrom: DAY,
	lookAgainBy: DAY,
	batch: UUID
} as const;

/** The inverse of {@link filterQuery}; unknown words and values of the wrong form are left out. */
export function readFilter(query: Pick<URLSearchParams, 'get'>): CaseFilter {
	const filter: Record<string, unknown> = {};
	for (const key of LISTS) {
		const words = (query.get(key) ?? '').split(',').filter((word) => WORD.test(word));
		if (words.length) filter[key] = words;
	}
	for (const key of FLAGS) {
		const value = query.get(key);
		if (value === 'true' || value === 'false') filter[key] = value === 'true';
	}
	for (const [key, form] of Object.entries(TEXTS)) {
		const value = query.get(key)?.trim();
		if (value && form.test(value) && (form !== DAY || isDay(value))) filter[key] = value;
	}
	return filter as CaseFilter;
}

/** Refuses 31 February, which the form alone lets pass. */
function isDay(text: string): boolean {
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A path of our own, or null: "//host" and "/\\host" would leave the site, and a browser drops a tab or line break from "/\t/host". */
export function safePath(path: string | null): string | null {
	return path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : null;
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
	const search = new URLSearchParams();
	for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
	const text = search.toString();
	return text ? `${path}?${text}` : path;
}
