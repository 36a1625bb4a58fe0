import type { IncomingMessage } from 'node:http'
import type { Comfort } from '$lib/comfort'
import type { Session } from '$lib/session'

declare global {
  namespace App {
    interface Error {
      message: string
      /** Refusal code of the API, when it gave one. */
      code?: string
    }
    interface Locals {
      session: Session | null
      comfort: Comfort
      /** INSEE code of the commune remembered by this browser, or null. */
      commune: string | null
      /** The platform's clock, once somebody asked for it. */
      now?: Promise<string>
      /** Set-Cookie lines answered by the API during this request, passed on to the browser as they are. */
      setCookies: string[]
    }
    interface Platform {
      /** share: keeps a page for strangers who send the very same request (server/shared-pages.js); absent where an answer is for one alone. */
      req: IncomingMessage & { share?(headers: Record<string, string>, body: Uint8Array): void }
    }
    interface PageData {
      session: Session | null
      comfort: Comfort
      commune: string | null
    }
  }
}
