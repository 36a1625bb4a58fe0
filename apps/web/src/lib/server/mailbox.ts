import type { ApiClient } from '@parvis/api-client'

/** Whether this copy shows its mails on a page instead of sending them: the demonstration without a mail server. */
export async function hasMailbox(api: ApiClient): Promise<boolean> {
  try {
    const { response } = await api.GET('/api/mailbox', { params: { query: { to: '-' } } })
    return response.ok
  } catch {
    return false
  }
}
