import { setTimeout as sleep } from 'node:timers/promises'
import { together } from './many-mails.service'

describe('marks made together', () => {
  it('gather while one statement is under way, and each is made once', async () => {
    const statements: string[][] = []
    const mark = together(async (ids) => {
      statements.push([...ids])
      await sleep(5)
    })
    await Promise.all(Array.from({ length: 5 }, async (_, line) => {
      for (let n = 0; n < 20; n++) await mark(`${line}-${n}`)
    }))
    expect(new Set(statements.flat()).size).toBe(100)
    expect(statements.flat()).toHaveLength(100)
    expect(statements.length).toBeLessThan(60)
    expect(Math.max(...statements.map(({ length }) => length))).toBeLessThanOrEqual(5)
  })

  it('a statement that fails is told to those it was for, and the next ones go on', async () => {
    let fails = true
    const mark = together(async () => {
      if (fails) throw new Error('gone')
    })
    await expect(Promise.all([mark('a'), mark('b')])).rejects.toThrow('gone')
    fails = false
    await expect(mark('c')).resolves.toBeUndefined()
  })
})
