import { readApi, send } from '$lib/server/api'
import type { RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const at = (event: RequestEvent<{ jeton: string }>) => ({ params: { path: { token: event.params.jeton } } })

/** Looking ends nothing: programs that check mails follow links. */
export const load: PageServerLoad = async event => {
  const outcome = await send(readApi(event).GET('/api/unsubscriptions/{token}', at(event)))
  return { link: outcome.ok ? outcome.data : null }
}

export const actions: Actions = {
  // The button of the page, and the mail program itself (RFC 8058), which knows no other page than this one.
  default: async event => {
    const undo = (await event.request.formData()).get('reprendre') === 'oui'
    const outcome = await send(undo ? readApi(event).DELETE('/api/unsubscriptions/{token}', at(event)) : readApi(event).PUT('/api/unsubscriptions/{token}', at(event)))
    return outcome.ok ? { done: undo ? 'resumed' as const : 'ended' as const } : { problem: outcome.problem }
  },
}
