import { randomBytes } from 'node:crypto'
import { Kiosks } from '@parvis/inclusion'
import { DataSource } from 'typeorm'
import type { Stage } from './stage'

/** One kiosk of the centre of Wazemmes, switched off since last evening, and one that waits for whoever tries the demonstration. */
export async function makeKiosks(stage: Stage): Promise<void> {
  const [centre]: { id: string }[] = await stage.owner.query(`select id from inclusion.centre where slug = 'lille-wazemmes'`)
  const { accountId } = stage.actors.mediatorLille
  // Nobody has the secret of this device: it can be seen at the desk, and withdrawn.
  await stage.owner.query(`insert into inclusion.kiosk (centre_id, name, enrolled_by, made_on, secret_hash, seen_at) values ($1, 'Borne 1', $2, current_date - 40, $3, now() - interval '14 hours')`, [centre?.id, accountId, randomBytes(32)])
  await stage.service(Kiosks).demonstrate(stage.service(DataSource).manager, centre?.id ?? '', accountId)
}
