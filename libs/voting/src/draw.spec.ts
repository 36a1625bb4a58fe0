import { createHash } from 'node:crypto'
import { drawnOrder } from './draw'

const hash = (seed: string, id: string) => createHash('sha256').update(`${seed}\n${id}`).digest('hex')

describe('the public draw', () => {
  it('orders options by the hash of the seed and the id', async () => {
    const ids = ['a', 'b', 'c', 'o10', 'o2']
    const order = await drawnOrder(ids, 'Loto du 12 mars : 3 8 21 34 40')
    expect(order).toEqual([...ids].sort((x, y) => hash('Loto du 12 mars : 3 8 21 34 40', x) < hash('Loto du 12 mars : 3 8 21 34 40', y) ? -1 : 1))
    expect(await drawnOrder([...ids].reverse(), 'Loto du 12 mars : 3 8 21 34 40')).toEqual(order)
    expect(await drawnOrder(ids, 'another seed')).not.toEqual(order)
  })
})
