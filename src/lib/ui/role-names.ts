import type { Role } from '#lib/domain/template.ts';
import { m } from '#lib/paraglide/messages.js';

const ROLE_NAMES: Record<Role, () => string> = {
	rider: m.role_rider,
	cadre: m.role_cadre,
	dispatcher: m.role_dispatcher,
	inspector: m.role_inspector,
	leader: m.role_leader,
	administrator: m.role_administrator
};

export const roleName = (role: Role): string => ROLE_NAMES[role]();
