import type { AreaCode } from './area.ts';
import { coversArea, type Session } from './person.ts';

/** What a person may do to the sites of a layer in an area; `private.rights` in the database decides. */
export interface SiteRights {
	canCreate: boolean;
	canUpdate: boolean;
	canRemove: boolean;
}

export function siteRights(session: Session, layer: { internal?: boolean }, area: AreaCode): SiteRights {
	const posts = session.posts.filter((post) => coversArea(post, area));
	const isAdministrator = posts.some((post) => post.role === 'administrator');
	if (layer.internal) return { canCreate: isAdministrator, canUpdate: isAdministrator, canRemove: isAdministrator };
	const works = isAdministrator || posts.some((post) => post.role === 'cadre' || post.role === 'dispatcher');
	const leadsGrid = posts.some((post) => post.role === 'cadre' && post.level === 'grid');
	return { canCreate: works, canUpdate: works, canRemove: isAdministrator || leadsGrid };
}
