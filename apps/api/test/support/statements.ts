import { Client } from 'pg'

const original = Client.prototype.query

/** What was sent to the database meanwhile, on one line each, without what was bound to it. */
export async function statementsOf(act: () => PromiseLike<unknown>): Promise<string[]> {
  const sent: string[] = []
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
    const [statement] = args as [string | { text: string }]
    sent.push((typeof statement === 'string' ? statement : statement.text).replace(/\s+/g, ' ').trim())
    return (original as (...values: unknown[]) => unknown).apply(this, args) as never
  })
  try {
    await act()
  } finally {
    spy.mockRestore()
  }
  return sent
}
