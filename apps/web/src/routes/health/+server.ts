import { json } from '@sveltejs/kit'

/** The web process answers; whether the platform can work is /ready of the API. */
export const GET = () => json({ status: 'ok' })
