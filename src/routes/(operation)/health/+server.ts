import type { RequestHandler } from '@sveltejs/kit';

/** Alive: this process answers. Says nothing about what it needs (see /ready), so nobody restarts it for that. */
export const GET: RequestHandler = () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
