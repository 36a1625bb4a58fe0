import { inTurn } from './uploads'

describe('files that arrive together', () => {
  it('are held three at a time; sixty wait, more are told to come back, and a failure gives its place on', async () => {
    let [inside, most] = [0, 0]
    const release: (() => void)[] = []
    const one = (fails: boolean) => inTurn(async () => {
      most = Math.max(most, ++inside)
      await new Promise<void>((resolve) => release.push(resolve))
      inside--
      if (fails) throw new Error('broken')
      return 'held'
    }).catch((error: Error & { code?: string }) => error.code ?? error.message)
    const all = Array.from({ length: 70 }, (_, index) => one(index % 2 === 0))
    for (let done = 0; done < 63; done++) {
      while (release.length === 0) await new Promise((resolve) => setImmediate(resolve))
      release.shift()?.()
    }
    const ends = await Promise.all(all)
    expect(most).toBe(3)
    expect([ends.filter((end) => end === 'held').length, ends.filter((end) => end === 'broken').length, ends.filter((end) => end === 'attachment.busy').length]).toEqual([31, 32, 7])
  })
})
