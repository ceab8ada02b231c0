import { m } from '#lib/paraglide/messages.js';

/** The words of a template's closed sets, by what they are and by their ids. */
export const TEMPLATE_WORDS: Record<
	'part' | 'field' | 'geometry' | 'symbol' | 'type' | 'code' | 'clock' | 'measure' | 'effect' | 'need' | 'tone' | 'when',
	Record<string, (() => string) | undefined>
> = {
	part: {
		document: m.template_part_document,
		domains: m.template_part_domains,
		layers: m.template_part_layers,
		kinds: m.template_part_kinds,
		stages: m.template_part_stages,
		transitions: m.template_part_transitions,
		targets: m.template_part_targets,
		indicators: m.template_part_indicators
	},
	field: {
		name: m.template_field_name,
		description: m.template_field_description,
		calendar: m.template_field_calendar,
		verify: m.template_field_verify,
		snapDegrees: m.template_field_snapDegrees,
		geometry: m.template_field_geometry,
		symbol: m.template_field_symbol,
		internal: m.template_field_internal,
		attributes: m.template_field_attributes,
		layer: m.template_field_layer,
		code: m.template_field_code,
		codeKind: m.template_field_codeKind,
		standard: m.template_field_standard,
		unit: m.template_field_unit,
		limit: m.template_field_limit,
		urgent: m.template_field_urgent,
		steps: m.template_field_steps,
		selfHandle: m.template_field_selfHandle,
		lookAgainDays: m.template_field_lookAgainDays,
		evidence: m.template_field_evidence,
		department: m.template_field_department,
		domain: m.template_field_domain,
		clock: m.template_field_clock,
		from: m.template_field_from,
		to: m.template_field_to,
		effect: m.template_field_effect,
		who: m.template_field_who,
		needs: m.template_field_needs,
		when: m.template_field_when,
		duty: m.template_field_duty,
		tone: m.template_field_tone,
		hint: m.template_field_hint,
		kinds: m.template_field_kinds,
		measure: m.template_field_measure,
		amount: m.template_field_amount
	},
	geometry: {
		point: m.template_geometry_point,
		polygon: m.template_geometry_polygon,
		any: m.template_geometry_any
	},
	symbol: {
		structure: m.template_symbol_structure,
		trash: m.template_symbol_trash,
		ad: m.template_symbol_ad,
		green: m.template_symbol_green,
		building: m.template_symbol_building,
		camera: m.template_symbol_camera,
		service: m.template_symbol_service,
		road: m.template_symbol_road,
		light: m.template_symbol_light,
		dispute: m.template_symbol_dispute,
		other: m.template_symbol_other
	},
	type: {
		text: m.template_type_text,
		number: m.template_type_number,
		choice: m.template_type_choice,
		date: m.template_type_date,
		boolean: m.template_type_boolean
	},
	code: {
		matter: m.template_code_matter,
		part: m.template_code_part
	},
	clock: {
		run: m.template_clock_run,
		stop: m.template_clock_stop,
		end: m.template_clock_end
	},
	measure: {
		closed: m.template_measure_closed,
		quantity: m.template_measure_quantity
	},
	effect: {
		move: m.template_effect_move,
		file: m.template_effect_file,
		assign: m.template_effect_assign,
		submit: m.template_effect_submit,
		self_handle: m.template_effect_self_handle,
		close: m.template_effect_close,
		rework: m.template_effect_rework,
		return: m.template_effect_return,
		reopen: m.template_effect_reopen,
		reject: m.template_effect_reject,
		duplicate: m.template_effect_duplicate,
		void: m.template_effect_void,
		ask_extension: m.template_effect_ask_extension,
		ask_deferral: m.template_effect_ask_deferral,
		extend: m.template_effect_extend,
		defer: m.template_effect_defer,
		refuse: m.template_effect_refuse,
		resume: m.template_effect_resume,
		supervise: m.template_effect_supervise,
		reply: m.template_effect_reply,
		step: m.template_effect_step
	},
	need: {
		reason: m.template_need_reason,
		message: m.template_need_message,
		quantity: m.template_need_quantity,
		amount: m.template_need_amount,
		review_on: m.template_need_review_on,
		reply_by: m.template_need_reply_by,
		owner: m.template_need_owner,
		original: m.template_need_original,
		step: m.template_need_step,
		evidence_before: m.template_need_evidence_before,
		evidence_after: m.template_need_evidence_after
	},
	tone: {
		primary: m.template_tone_primary,
		secondary: m.template_tone_secondary,
		danger: m.template_tone_danger
	},
	when: {
		extension: m.template_when_extension,
		deferral: m.template_when_deferral,
		none: m.template_when_none
	}
};
