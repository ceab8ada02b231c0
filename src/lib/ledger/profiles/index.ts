import * as v from 'valibot';
import { ProfileSchema, type Profile } from '../profile.ts';
import boston311 from './boston311.json' with { type: 'json' };

/** Profiles that ship with the project. A file whose columns one of them fits is read by it without being asked. */
export const SHIPPED_PROFILES: Profile[] = [boston311].map((document) => v.parse(ProfileSchema, document));
