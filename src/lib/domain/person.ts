import type { AreaCode, Level } from './area.ts';
import { isWithin } from './area.ts';
import type { Role } from './template.ts';

/** Length of a community's code; a grid's begins with it. */
const COMMUNITY_DIGITS = 12;

/** 岗位: what a person is in a place. */
export interface Post {
	id: string;
	role: Role;
	title: string;
	areaCode: AreaCode;
	areaName: string;
	level: Level;
	/** Compounds that a post on a grid reaches, where the prefix order does not. */
	compounds?: AreaCode[];
}

/** The signed-in person with the posts that are valid today. */
export interface Session {
	person: { id: string; name: string; organisation: string | null };
	posts: Post[];
}

/** Whether a post's scope holds the area: its own area and all below, or the compounds of its grid. */
export function coversArea(post: Post, area: AreaCode): boolean {
	return isWithin(area, post.areaCode) || (post.compounds ?? []).some((code) => isWithin(area, code));
}

/** Whether the person holds one of the roles in a post whose scope covers the area. */
export function hasRole(session: Session, roles: readonly Role[], area: AreaCode): boolean {
	return session.posts.some((post) => roles.includes(post.role) && coversArea(post, area));
}

/** Whether the person holds one of the roles anywhere. */
export function hasAnyRole(session: Session | null, ...roles: Role[]): boolean {
	return session?.posts.some((post) => roles.includes(post.role)) ?? false;
}

/** The area where a person's pages begin: a leader's own, else the widest post; a grid's community. */
export function areaOfHome(session: Session): AreaCode | null {
	const leading = session.posts.filter((post) => post.role === 'leader');
	const widest = (leading.length ? leading : session.posts).toSorted((a, b) => a.areaCode.length - b.areaCode.length)[0];
	if (!widest) return null;
	return widest.level === 'grid' ? widest.areaCode.slice(0, COMMUNITY_DIGITS) : widest.areaCode;
}
