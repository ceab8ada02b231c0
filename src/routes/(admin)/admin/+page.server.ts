import { redirect } from '@sveltejs/kit';
import { paths } from '#lib/domain/paths.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(307, paths.adminPeople());
