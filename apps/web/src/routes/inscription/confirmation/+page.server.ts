import { readApi } from '$lib/server/api'
import { hasMailbox } from '$lib/server/mailbox'
import { forgetAddress, keptAddress } from '$lib/server/typed-address'
import { isVotePath, rememberedPath } from '$lib/server/way-back'
import { returnPath } from '$lib/links'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { url, locals, cookies } = event
  // Another browser than the one that registered remembers nothing: there the link of the mail says it.
  const back = rememberedPath(cookies) ?? (returnPath(url, '') || null)
  const done = url.searchParams.has('fait')
  const email = done ? null : keptAddress(cookies)
  // Its work is done: the next person at this screen finds nothing.
  if (done) forgetAddress(cookies)
  return {
    done,
    email,
    back: locals.session || !back ? back : `/connexion?retour=${encodeURIComponent(back)}`,
    voting: back !== null && isVotePath(back),
    mailbox: await hasMailbox(readApi(event)),
  }
}
