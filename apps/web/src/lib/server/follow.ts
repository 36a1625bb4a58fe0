import type { RequestEvent } from '@sveltejs/kit'
import { readApi, send } from './api'

export type Followed = 'consultation' | 'theme' | 'municipality' | 'proposal'

/** Whether the reader follows it; null for a stranger. */
export async function isFollowed(event: Pick<RequestEvent, 'request' | 'locals' | 'url' | 'getClientAddress'>, kind: Followed, target: string): Promise<boolean | null> {
  if (!event.locals.session) return null
  const outcome = await send(readApi(event).GET('/api/account/follows/{kind}/{target}', { params: { path: { kind, target } } }))
  return outcome.ok && outcome.data.followed
}
