import * as v from 'valibot';
import { checkBasemap, type BasemapInput } from './basemap.ts';
import type { Result } from './result.ts';

/** The form of a basemap, as it is posted. `file` is the source of a PMTiles basemap, `source` of the others. */
export const BasemapFormSchema = v.object({
	id: v.string(),
	nameZh: v.string(),
	nameEn: v.string(),
	kind: v.string(),
	crs: v.string(),
	source: v.optional(v.string(), ''),
	file: v.optional(v.string(), ''),
	attribution: v.string(),
	approvalNumber: v.string(),
	minZoom: v.string(),
	maxZoom: v.string(),
	isPublic: v.optional(v.string()),
	isEnabled: v.optional(v.string()),
	key: v.optional(v.string(), ''),
	removeKey: v.optional(v.string())
});
type BasemapForm = v.InferOutput<typeof BasemapFormSchema>;

/** What {@link checkBasemap} calls by another name than the form. */
export const BASEMAP_FIELDS = { 'name.zh-CN': 'nameZh', 'name.en': 'nameEn' };

/** The posted form as a basemap that may be stored, or what is wrong with it. */
export function readBasemap(form: BasemapForm, position: number): Result<BasemapInput> {
	const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
	return checkBasemap({
		id: form.id.trim(),
		name: { 'zh-CN': form.nameZh, en: form.nameEn },
		kind: form.kind,
		crs: form.crs,
		source: form.kind === 'pmtiles' ? form.file : form.source,
		attribution: form.attribution,
		approvalNumber: form.approvalNumber.trim() || null,
		minZoom: number(form.minZoom),
		maxZoom: number(form.maxZoom),
		isPublic: form.isPublic !== undefined,
		isEnabled: form.isEnabled !== undefined,
		position
	});
}
