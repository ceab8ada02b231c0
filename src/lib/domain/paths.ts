/** Every URL of the application, so that a link is a function call and a renamed route a type error. */
export const paths = {
	home: () => '/',
	compound: (area: string) => `/compounds/${area}`,
	login: (next?: string) => (next ? `/login?next=${encodeURIComponent(next)}` : '/login'),
	logout: () => '/logout',
	complaints: () => '/complaints',
	about: () => '/about',

	overview: (area: string, campaign?: string) => withQuery(`/overview/${area}`, { campaign }),
	map: (area: string, options: { campaign?: string; task?: string; site?: string } = {}) => withQuery(`/areas/${area}`, options),
	cases: (area: string, filter: CaseFilter = {}, campaign?: string) =>
		withQuery(`/areas/${area}/cases`, { campaign, ...filterQuery(filter) }),

	inbox: () => '/inbox',
	task: (id: string) => `/tasks/${id}`,
	capture: (area?: string) => withQuery('/capture', { area }),
	outbox: () => '/outbox',
	me: () => '/me',

	adminPeople: () => '/admin/people',
	adminCampaigns: () => '/admin/campaigns',
	adminTemplates: () => '/admin/templates',
	adminBasemaps: () => '/admin/basemaps',
	adminImports: () => '/admin/imports',
	adminPublications: () => '/admin/publications',
	adminPerson: (id: string) => `/admin/people/${id}`,
	adminCampaign: (id: string) => `/admin/campaigns/${id}`,
	adminTemplate: (id: string, version: number) => `/admin/templates/${id}/${version}`,
	adminBasemap: (id: string) => `/admin/basemaps/${id}`,
	adminSettings: () => '/admin/settings',
	adminCalendar: (id: string, year?: number) => withQuery(`/admin/settings/calendars/${id}`, { year: year ? String(year) : undefined }),

	picture: (objectPath: string) => `/pictures/${objectPath}`,
	publishedPicture: (objectPath: string) => `/published/${objectPath}`
} as const;

/** What narrows a list of cases; the same words in the URL, in `list_cases` and on the page. */
export interface CaseFilter {
	stages?: string[];
	layers?: string[];
	kinds?: string[];
	light?: 'overdue' | 'due_soon' | 'on_time' | 'late';
	owner?: string;
	text?: string;
	reworked?: boolean;
	supervised?: boolean;
	unlocated?: boolean;
	filedOn?: string;
	dueOn?: string;
	closedOn?: string;
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

const LISTS = ['stages', 'layers', 'kinds'] as const;
const FLAGS = ['reworked', 'supervised', 'unlocated'] as const;
const TEXTS = ['light', 'owner', 'text', 'filedOn', 'dueOn', 'closedOn', 'lookAgainBy', 'batch'] as const;

/** The inverse of {@link filterQuery}; unknown words are left out. */
export function readFilter(query: URLSearchParams): CaseFilter {
	const filter: Record<string, unknown> = {};
	for (const key of LISTS) {
		const value = query.get(key);
		if (value) filter[key] = value.split(',').filter(Boolean);
	}
	for (const key of FLAGS) {
		const value = query.get(key);
		if (value === 'true' || value === 'false') filter[key] = value === 'true';
	}
	for (const key of TEXTS) {
		const value = query.get(key);
		if (value) filter[key] = value;
	}
	return filter as CaseFilter;
}

function withQuery(path: string, query: Record<string, string | undefined>): string {
	const search = new URLSearchParams();
	for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
	const text = search.toString();
	return text ? `${path}?${text}` : path;
}
