import type { Reading } from '#lib/geo/doctor.ts';
import type { Field } from '#lib/ledger/profile.ts';
import { m } from '#lib/paraglide/messages.js';

type Sentence = (inputs: { value: string }) => string;

/** What is said of rows, of what stands in the way, and of files that are none, by code. */
const SENTENCES: Record<'note' | 'obstacle' | 'file', Record<string, Sentence>> = {
	note: {
		default_point: m.note_default_point,
		missing_position: m.note_missing_position,
		missing_address: m.note_missing_address,
		missing_due: m.note_missing_due,
		missing_closed: m.note_missing_closed,
		missing_area: m.note_missing_area,
		outside_named_area: m.note_outside_named_area,
		closed_before_reported: m.note_closed_before_reported,
		damaged_text: m.note_damaged_text,
		shortened: m.note_shortened
	},
	obstacle: {
		missing_columns: m.obstacle_missing_columns,
		dates_ambiguous: m.obstacle_dates_ambiguous,
		crs_ambiguous: m.obstacle_crs_ambiguous,
		crs_nowhere: m.obstacle_crs_nowhere,
		unknown_crs: m.obstacle_unknown_crs
	},
	file: {
		empty_file: m.file_empty_file,
		zip_file: m.file_zip_file,
		old_spreadsheet: m.file_old_spreadsheet,
		pdf_file: m.file_pdf_file,
		binary_file: m.file_binary_file,
		long_record: m.file_long_record,
		unknown_encoding: m.file_unknown_encoding,
		damaged_archive: m.file_damaged_archive,
		broken_json: m.file_broken_json,
		not_a_collection: m.file_not_a_collection,
		no_rows: m.file_no_rows,
		open_quote: m.file_open_quote
	}
};

/** The sentence of a code; an unknown one is shown as it is, so that it can be reported. */
export function said(about: keyof typeof SENTENCES, code: string, value = ''): string {
	return SENTENCES[about][code]?.({ value }) ?? code;
}

export const FIELD_NAMES: Record<Field, () => string> = {
	ref: m.ledger_field_ref,
	title: m.ledger_field_title,
	description: m.ledger_field_description,
	address: m.ledger_field_address,
	east: m.ledger_field_east,
	north: m.ledger_field_north,
	position: m.ledger_field_position,
	geometry: m.ledger_field_geometry,
	reportedAt: m.ledger_field_reported,
	filedAt: m.ledger_field_filed,
	dueAt: m.ledger_field_due,
	closedAt: m.ledger_field_closed,
	reason: m.ledger_field_reason,
	code: m.ledger_field_code,
	department: m.ledger_field_department,
	quantityTarget: m.ledger_field_quantity_target,
	quantityDone: m.ledger_field_quantity_done
};

const SYSTEMS: Record<string, () => string> = {
	WGS84: m.ledger_system_wgs84,
	CGCS2000: m.ledger_system_cgcs2000,
	GCJ02: m.ledger_system_gcj02,
	BD09: m.ledger_system_bd09
};

/** A coordinate system in words; a projection by its number. */
export function systemName(system: string): string {
	return SYSTEMS[system]?.() ?? (system.startsWith('EPSG:') ? m.ledger_system_projected({ system }) : system);
}

export function readingName({ system, isSwapped, isPacked }: Reading): string {
	return [systemName(system), ...(isSwapped ? [m.ledger_axes_turned()] : []), ...(isPacked ? [m.ledger_degrees_packed()] : [])].join(' · ');
}
