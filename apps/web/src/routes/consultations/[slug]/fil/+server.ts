import { atomFeed } from '$lib/server/feed'
import type { RequestHandler } from './$types'

/** One consultation: its steps, its proposals, its results. */
export const GET: RequestHandler = event => atomFeed(event, { consultation: event.params.slug }, `/consultations/${event.params.slug}`)
