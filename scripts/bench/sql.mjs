// The ceiling of what is written: the least SQL that means the same, through `pg`, 32 connections, in a process of its own.
//   support   BEGIN; INSERT support; UPDATE proposal; COMMIT: different people, many proposals
//   ballot    one call of urn.cast(): different people
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'

const { Pool } = createRequire(import.meta.url)('pg')
const CONNECTIONS = 32
const pools = new Map()

const works = {
  support(pool, { proposals }) {
    return async () => {
      const client = await pool.connect()
      const proposal = proposals[Math.floor(Math.random() * proposals.length)]
      try {
        await client.query('begin')
        await client.query(`insert into consultations.support (proposal_id, supporter_key, channel) values ($1, $2, 'online')`, [proposal, randomBytes(16)])
        await client.query('update consultations.proposal set support_count = support_count + 1 where id = $1', [proposal])
        await client.query('commit')
      } finally {
        client.release()
      }
    }
  },

  ballot(pool, { voteId }) {
    const cast = `select status from urn.cast($1, $2, 'first', $3, false, null, $4, '59350', 'online', 'direct', 'E1', null, null, null, $5, $6, 1::smallint, $7, $8, $9)`
    return () => {
      const [pseudonym, nonce] = [randomBytes(32), randomBytes(32)]
      const opening = `vote/opening/v1\n${voteId}\n${pseudonym.toString('base64')}\n1\no1=1,o2=1\n`
      const commitment = createHash('sha256').update('vote/commit/v1\n').update(nonce).update(opening).digest()
      return pool.query(cast, [voteId, randomUUID(), pseudonym.subarray(0, 16), randomBytes(32), randomBytes(32), pseudonym, opening, nonce, commitment])
    }
  },
}

async function measure({ kind, url, seconds, ...facts }) {
  if (!pools.has(url)) pools.set(url, new Pool({ connectionString: url, max: CONNECTIONS }))
  const work = works[kind](pools.get(url), facts)
  const run = async (until) => {
    let done = 0
    const from = performance.now()
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        await work()
        done++
      }
    }))
    return done / ((performance.now() - from) / 1000)
  }
  await run(performance.now() + 1000)
  return run(performance.now() + seconds * 1000)
}

process.on('message', (wanted) => {
  measure(wanted).then((perSecond) => process.send({ perSecond }), (error) => process.send({ error: error.message }))
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
