import * as v from 'valibot';
import { STAGES } from './stage.ts';

/**
 * The template document: everything by which a campaign differs from another. The database derives
 * its rows from it (`roll_out`), the interface reads it from the campaign, so both follow one source.
 * docs/template.md describes it for people who write one.
 */

const LabelSchema = v.object({ 'zh-CN': v.pipe(v.string(), v.minLength(1)), en: v.pipe(v.string(), v.minLength(1)) });
/** A text in every language of the interface. */
export type Label = v.InferOutput<typeof LabelSchema>;

const id = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,60}$/));
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/));

export const LimitSchema = v.object({
	amount: v.pipe(v.number(), v.gtValue(0)),
	unit: v.picklist(['working_hours', 'working_days', 'hours'])
});
export type Limit = v.InferOutput<typeof LimitSchema>;
export type LimitUnit = Limit['unit'];

export const UNITS = ['piece', 'm2', 'm', 't', 'm3', 'plant', 'compound', 'household', 'yuan'] as const;
export type Unit = (typeof UNITS)[number];

const AttributeSchema = v.object({
	id,
	name: LabelSchema,
	type: v.picklist(['text', 'number', 'choice', 'date', 'boolean']),
	unit: v.optional(v.picklist(UNITS)),
	required: v.optional(v.boolean()),
	choices: v.optional(v.array(v.object({ id, name: LabelSchema })))
});
export type Attribute = v.InferOutput<typeof AttributeSchema>;

const LayerSchema = v.object({
	id,
	name: LabelSchema,
	geometry: v.picklist(['point', 'polygon', 'any']),
	/** A small drawing for the legend and the phone; never the only cue. */
	symbol: v.picklist(['structure', 'trash', 'ad', 'green', 'building', 'camera', 'service', 'road', 'light', 'dispute', 'other']),
	/** Internal layers (cameras) are off by default and never reach the public in any form. */
	internal: v.optional(v.boolean()),
	attributes: v.array(AttributeSchema)
});
export type LayerDefinition = v.InferOutput<typeof LayerSchema>;

const KindSchema = v.object({
	id,
	layer: id,
	name: LabelSchema,
	code: v.optional(v.string()),
	codeKind: v.optional(v.picklist(['matter', 'part'])),
	standard: v.optional(v.string()),
	unit: v.optional(v.picklist(UNITS)),
	limit: LimitSchema,
	urgent: v.optional(LimitSchema),
	steps: v.optional(v.array(v.object({ id, name: LabelSchema }))),
	/** 自处理: found and fixed on the spot goes straight to inspection. */
	selfHandle: v.optional(v.boolean()),
	/** 回头看: days after closing. */
	lookAgainDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** A picture is asked for only where it proves something. */
	evidence: v.optional(v.object({ before: v.optional(v.boolean()), after: v.optional(v.boolean()) })),
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

const TransitionSchema = v.object({
	action: id,
	name: LabelSchema,
	from: v.array(v.picklist(STAGES)),
	/** Left out: the case stays where it is. */
	to: v.optional(v.picklist(STAGES)),
	effect: v.picklist(EFFECTS),
	who: v.object({
		roles: v.optional(v.array(v.picklist(ROLES))),
		owner: v.optional(v.boolean()),
		/** Nobody who handled the case. Always true of closing. */
		notHandler: v.optional(v.boolean())
	}),
	needs: v.optional(v.array(v.picklist(NEEDS))),
	when: v.optional(
		v.object({
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

const TargetSchema = v.object({
	id,
	name: LabelSchema,
	kinds: v.pipe(v.array(id), v.minLength(1)),
	measure: v.picklist(['closed', 'quantity']),
	unit: v.picklist(UNITS),
	amount: v.pipe(v.number(), v.gtValue(0)),
	domain: v.optional(id)
});
export type TargetDefinition = v.InferOutput<typeof TargetSchema>;

export const TemplateSchema = v.pipe(
	v.object({
		format: v.literal('zhantu-template/1'),
		id: slug,
		version: v.pipe(v.number(), v.integer(), v.minValue(1)),
		name: LabelSchema,
		description: LabelSchema,
		calendar: v.object({ id: slug }),
		domains: v.array(v.object({ id, name: LabelSchema })),
		layers: v.pipe(v.array(LayerSchema), v.minLength(1)),
		kinds: v.pipe(v.array(KindSchema), v.minLength(1)),
		workflow: v.object({
			verify: v.optional(LimitSchema),
			stages: v.array(v.object({ id: v.picklist(STAGES), clock: v.picklist(['run', 'stop', 'end']) })),
			transitions: v.array(TransitionSchema)
		}),
		targets: v.array(TargetSchema),
		indicators: v.optional(v.array(v.object({ id, name: LabelSchema, unit: v.string() }))),
		public: v.object({
			/** Public positions are snapped to a grid of this size, in degrees. */
			snapDegrees: v.pipe(v.number(), v.minValue(0.0001))
		})
	}),
	v.check((t) => isUnique(t.layers) && isUnique(t.kinds) && isUnique(t.targets) && isUnique(t.domains), 'duplicate_id'),
	v.check((t) => t.kinds.every((kind) => t.layers.some((layer) => layer.id === kind.layer)), 'kind_without_layer'),
	v.check((t) => t.targets.every((target) => target.kinds.every((kind) => t.kinds.some((k) => k.id === kind))), 'target_without_kind'),
	v.check((t) => {
		const stages = new Set(t.workflow.stages.map((stage) => stage.id));
		return t.workflow.transitions.every((move) => move.from.every((from) => stages.has(from)) && (!move.to || stages.has(move.to)));
	}, 'transition_without_stage'),
	v.check((t) => t.workflow.transitions.every((move) => move.effect !== 'close' || move.who.notHandler === true), 'handler_may_close')
);
export type Template = v.InferOutput<typeof TemplateSchema>;

function isUnique(items: { id: string }[]): boolean {
	return new Set(items.map((item) => item.id)).size === items.length;
}

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
