import { readApi } from '$lib/server/api'
import { hasMailbox } from '$lib/server/mailbox'
import { isVotePath, rememberedPath } from '$lib/server/way-back'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { url, locals, cookies } = event
  const back = rememberedPath(cookies)
  return {
    done: url.searchParams.has('fait'),
    back: locals.session || !back ? back : `/connexion?retour=${encodeURIComponent(back)}`,
    voting: back !== null && isVotePath(back),
    mailbox: await hasMailbox(readApi(event)),
  }
}
