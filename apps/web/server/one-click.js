// Mail programs end a subscription by a POST of their own (RFC 8058): without cookies, and without saying where from,
// which SvelteKit takes for a form of another site. The address holds a signature of ours and is the whole authority.

const unsubscription = /^\/(?:(?:en|nl)\/)?desabonnement\/[\w-]{40,60}$/

/**
 * @param {import('node:http').RequestListener} answer
 * @param {string | undefined} origin of this site
 * @returns {import('node:http').RequestListener}
 */
export function oneClick(answer, origin) {
  return (request, response) => {
    if (request.method === 'POST' && request.headers.origin === undefined && unsubscription.test(request.url)) {
      request.headers.origin = origin || `https://${request.headers.host}`
      delete request.headers.cookie
    }
    answer(request, response)
  }
}
