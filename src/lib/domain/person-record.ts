import * as v from 'valibot';
import type { AreaCode } from './area.ts';
import { isDay } from './day.ts';
import { ROLES, type Role } from './template.ts';

/** A person as an administrator sees them. Nothing about how or when they used the application. */
export interface PersonRecord {
	id: string;
	name: string;
	organisation: string | null;
	isDisabled: boolean;
	/** What said who it was is gone for good; the name is a pseudonym. */
	isErased: boolean;
	isGenerated: boolean;
	isYou: boolean;
	mayChange: boolean;
	/** Of the account for signing in; null without one. */
	email: string | null;
	/** Masked: 138****1234. */
	phone: string | null;
	posts: PostRecord[];
}

export interface PostRecord {
	id: string;
	role: Role;
	title: string;
	areaCode: AreaCode;
	/** With the path above it. */
	areaName: string;
	/** Local days; a post holds until the day before validTo. */
	validFrom: string;
	validTo: string | null;
	isCurrent: boolean;
	mayChange: boolean;
}

const text = (most: number): v.GenericSchema<string, string> => v.pipe(v.string(), v.trim(), v.maxLength(most, 'too_long'));
const optionalDay = v.pipe(
	v.optional(v.string(), ''),
	v.check((day) => day === '' || isDay(day), 'not_a_date')
);

/** The fields of a person's form; an empty phone leaves the number as it is unless it is to be removed. */
export const PersonSchema = v.object({
	name: v.pipe(text(60), v.minLength(1, 'needs_name')),
	organisation: text(120),
	phone: v.pipe(
		text(40),
		v.check((phone) => phone === '' || /^\+?[\d\s()-]{5,40}$/.test(phone), 'not_a_phone')
	),
	removePhone: v.optional(v.string())
});

export const PostSchema = v.pipe(
	v.object({
		area: v.pipe(v.string(), v.trim(), v.regex(/^[0-9A-Z]{2,24}$/, 'needs_area')),
		role: v.picklist(ROLES, 'needs_role'),
		title: v.pipe(text(60), v.minLength(1, 'needs_title')),
		validFrom: optionalDay,
		validTo: optionalDay
	}),
	v.forward(
		v.partialCheck(
			[['validFrom'], ['validTo']],
			({ validFrom, validTo }) => !validFrom || !validTo || validTo > validFrom,
			'ends_before_start'
		),
		['validTo']
	)
);

export const AccountSchema = v.object({
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(320, 'too_long'), v.email('not_an_email'))
});
