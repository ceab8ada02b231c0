import * as v from 'valibot';
import { STAGES } from './stage.ts';

/**
 * The template document: everything by which a campaign differs from another. The database derives
 * its rows from it (`roll_out`), the interface reads it from the campaign, so both follow one source.
 * docs/template.md describes it for people who write one.
 */

const LabelSchema = v.strictObject({ 'zh-CN': v.pipe(v.string(), v.minLength(1)), en: v.pipe(v.string(), v.minLength(1)) });
/** A text in every language of the interface. */
export type Label = v.InferOutput<typeof LabelSchema>;

const id = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,60}$/));
const shortId = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,40}$/));
/** The database's own actions are not a template's to name. */
const action = v.pipe(v.string(), v.regex(/^(?!(create|attach|edit)$)[a-z_]{1,40}$/));
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

export const LimitSchema = v.strictObject({
	amount: v.pipe(v.number(), v.minValue(0.01), v.maxValue(10_000)),
	unit: v.picklist(['working_hours', 'working_days', 'hours'])
});
export type Limit = v.InferOutput<typeof LimitSchema>;
export type LimitUnit = Limit['unit'];

export const UNITS = ['piece', 'm2', 'm', 't', 'm3', 'plant', 'compound', 'household', 'yuan'] as const;
export type Unit = (typeof UNITS)[number];

const AttributeSchema = v.strictObject({
	id,
	name: LabelSchema,
	type: v.picklist(['text', 'number', 'choice', 'date', 'boolean']),
	unit: v.optional(v.picklist(UNITS)),
	required: v.optional(v.boolean()),
	choices: v.optional(v.array(v.strictObject({ id, name: LabelSchema })))
});
export type Attribute = v.InferOutput<typeof AttributeSchema>;

export const SYMBOLS = ['structure', 'trash', 'ad', 'green', 'building', 'camera', 'service', 'road', 'light', 'dispute', 'other'] as const;
export type LayerSymbol = (typeof SYMBOLS)[number];

const LayerSchema = v.strictObject({
	id: shortId,
	name: LabelSchema,
	geometry: v.picklist(['point', 'polygon', 'any']),
	/** A small drawing for the legend and the phone; never the only cue. */
	symbol: v.picklist(SYMBOLS),
	/** Internal layers (cameras) are off by default and never reach the public in any form. */
	internal: v.optional(v.boolean()),
	attributes: v.array(AttributeSchema)
});
export type LayerDefinition = v.InferOutput<typeof LayerSchema>;

const KindSchema = v.strictObject({
	id,
	layer: shortId,
	name: LabelSchema,
	code: v.optional(v.string()),
	codeKind: v.optional(v.picklist(['matter', 'part'])),
	standard: v.optional(v.string()),
	unit: v.optional(v.picklist(UNITS)),
	limit: LimitSchema,
	urgent: v.optional(LimitSchema),
	steps: v.optional(v.array(v.strictObject({ id, name: LabelSchema }))),
	/** 自处理: found and fixed on the spot goes straight to inspection. */
	selfHandle: v.optional(v.boolean()),
	/** 回头看: days after closing. */
	lookAgainDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9999))),
	/** A picture is asked for only where it proves something. */
	evidence: v.optional(v.strictObject({ before: v.optional(v.boolean()), after: v.optional(v.boolean()) })),
	department: v.optional(v.string()),
	domain: v.optional(id)
});
export type KindDefinition = v.InferOutput<typeof KindSchema>;

export const ROLES = ['rider', 'cadre', 'dispatcher', 'inspector', 'leader', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export const NEEDS = [
	'reason',
	'message',
	'quantity',
	'amount',
	'review_on',
	'reply_by',
	'owner',
	'original',
	'step',
	'evidence_before',
	'evidence_after'
] as const;
export type Need = (typeof NEEDS)[number];

export const EFFECTS = [
	'move',
	'file',
	'assign',
	'submit',
	'self_handle',
	'close',
	'rework',
	'return',
	'reopen',
	'reject',
	'duplicate',
	'void',
	'ask_extension',
	'ask_deferral',
	'extend',
	'defer',
	'refuse',
	'resume',
	'supervise',
	'reply',
	'step'
] as const;
export type Effect = (typeof EFFECTS)[number];

const TransitionSchema = v.strictObject({
	action,
	name: LabelSchema,
	from: v.array(v.picklist(STAGES)),
	/** Left out: the case stays where it is. */
	to: v.optional(v.picklist(STAGES)),
	effect: v.picklist(EFFECTS),
	who: v.strictObject({
		roles: v.optional(v.array(v.picklist(ROLES))),
		owner: v.optional(v.boolean()),
		/** Nobody who handled the case. Always true of closing. */
		notHandler: v.optional(v.boolean())
	}),
	needs: v.optional(v.array(v.picklist(NEEDS))),
	when: v.optional(
		v.strictObject({
			request: v.optional(v.picklist(['extension', 'deferral', 'none'])),
			supervised: v.optional(v.boolean())
		})
	),
	/** The move that a stage waits for: it puts the case into somebody's inbox. */
	duty: v.optional(v.boolean()),
	tone: v.optional(v.picklist(['primary', 'secondary', 'danger'])),
	/** One sentence under the button: why it is open, or what it costs. */
	hint: v.optional(LabelSchema)
});
export type Transition = v.InferOutput<typeof TransitionSchema>;

const TargetSchema = v.strictObject({
	id,
	name: LabelSchema,
	kinds: v.pipe(v.array(id), v.minLength(1)),
	measure: v.picklist(['closed', 'quantity']),
	unit: v.picklist(UNITS),
	amount: v.pipe(v.number(), v.gtValue(0)),
	domain: v.optional(id)
});
export type TargetDefinition = v.InferOutput<typeof TargetSchema>;

/** The form of the document; template-check.ts asks what lies between its parts, too. */
export const TemplateSchema = v.strictObject({
	format: v.literal('zhantu-template/1'),
	id: slug,
	version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999)),
	name: LabelSchema,
	description: LabelSchema,
	calendar: v.strictObject({ id: slug }),
	domains: v.array(v.strictObject({ id, name: LabelSchema })),
	layers: v.pipe(v.array(LayerSchema), v.minLength(1)),
	kinds: v.pipe(v.array(KindSchema), v.minLength(1)),
	workflow: v.strictObject({
		verify: v.optional(LimitSchema),
		stages: v.array(v.strictObject({ id: v.picklist(STAGES), clock: v.picklist(['run', 'stop', 'end']) })),
		transitions: v.array(TransitionSchema)
	}),
	targets: v.array(TargetSchema),
	indicators: v.optional(v.array(v.strictObject({ id: shortId, name: LabelSchema, unit: v.string() }))),
	public: v.strictObject({
		/** Public positions are snapped to a grid of this size, in degrees. */
		snapDegrees: v.pipe(v.number(), v.minValue(0.0001))
	})
});
export type Template = v.InferOutput<typeof TemplateSchema>;

/** 专项行动: a template rolled out in an area for a time. */
export interface Campaign {
	id: string;
	name: Label;
	areaCode: string;
	calendarId: string;
	/** Local days, YYYY-MM-DD, both included. */
	startsOn: string;
	endsOn: string;
	isGenerated: boolean;
	template: Template;
}

/** The text in the reader's language. */
export function label(text: Label, locale: string): string {
	return locale === 'en' ? text.en : text['zh-CN'];
}
