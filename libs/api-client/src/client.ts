import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { paths } from './schema'

export type { components, paths } from './schema'

export type ApiClient = Client<paths>

/** The API's client, typed by the schema it publishes. Paths carry their `/api` prefix: `baseUrl` is the origin alone. */
export function apiClient(options: ClientOptions): ApiClient {
  return createClient<paths>(options)
}
