import type { Reading } from '#lib/geo/doctor.ts';
import type { Field } from '#lib/ledger/profile.ts';
import { m } from '#lib/paraglide/messages.js';

/** The sentence of `<prefix>_<code>`; an unknown code is shown as it is, so that it can be reported. */
export function said(prefix: 'note' | 'obstacle' | 'file', code: string, value = ''): string {
	const sentences = m as unknown as Record<string, ((inputs: { value: string }) => string) | undefined>;
	return sentences[`${prefix}_${code}`]?.({ value }) ?? code;
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
