import { Injectable } from '@nestjs/common'
import { Audit, Clock, Config, DomainError, maybe, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Actor } from '../authorization/actor'
import { MunicipalityDirectory } from '../municipalities/municipality-directory'
import { civilStatusRefusals } from './civil-status.rules'
import type { CivilStatusGiven } from './civil-status.rules'

const FORMAT = 1

/** Civil status of account holders: encrypted with a key that lies outside the database, erasable at will (README item 11). */
@Injectable()
export class CivilStatus {
  private readonly key: Buffer

  constructor(config: Config, private readonly dataSource: DataSource, private readonly clock: Clock, private readonly audit: Audit, private readonly directory: MunicipalityDirectory) {
    this.key = Buffer.from(hkdfSync('sha256', config.masterPepper, '', 'parvis/civil-status/v1', 32))
  }

  /** The civil status of an account, or null when it gave none. */
  async civilStatusOf(tx: EntityManager, accountId: string): Promise<CivilStatusGiven | null> {
    const row = await maybe<{ sealed: Buffer | null }>(tx, 'select civil_status as sealed from identity.account where id = $1', [accountId])
    return row?.sealed ? this.open(row.sealed, accountId) : null
  }

  /** The civil status of whoever asks: what their session brought, opened; null when they gave none. */
  async ofActor(actor: Pick<Actor, 'accountId' | 'sealedCivilStatus'>, tx: EntityManager = this.dataSource.manager): Promise<CivilStatusGiven | null> {
    const { accountId, sealedCivilStatus } = actor
    if (sealedCivilStatus === undefined) return this.civilStatusOf(tx, accountId)
    return sealedCivilStatus && this.open(sealedCivilStatus, accountId)
  }

  /** Everything wrong with a civil status; the same rule for an account and for the desk. */
  async refusals(given: CivilStatusGiven, tx?: EntityManager) {
    return civilStatusRefusals(given, await this.clock.today(tx), code => this.directory.resolve(code))
  }

  /** Keeps it (in place of an earlier one). Errors: 422 with every refusal. */
  async keep(accountId: string, given: CivilStatusGiven): Promise<void> {
    const trimmed: CivilStatusGiven = {
      birthSurname: tidy(given.birthSurname),
      usageSurname: given.usageSurname ? tidy(given.usageSurname) || undefined : undefined,
      givenNames: tidy(given.givenNames),
      birthDate: given.birthDate,
      municipalityCode: given.municipalityCode,
    }
    DomainError.throwIfAny(await this.refusals(trimmed))
    trimmed.municipalityCode = this.directory.resolve(given.municipalityCode) ?? given.municipalityCode
    // No audit row: people give it just before their first vote, and its time would date that vote (docs/adr/0003).
    await this.dataSource.query('update identity.account set civil_status = $2 where id = $1', [accountId, this.seal(trimmed, accountId)])
  }

  async erase(accountId: string): Promise<void> {
    await this.dataSource.transaction(async tx => {
      const erased = await touched(tx, 'update identity.account set civil_status = null where id = $1 and civil_status is not null', [accountId])
      if (erased) await this.audit.append(tx, { actorId: accountId, action: 'civil-status.erased', subjectKind: 'account', subjectId: accountId })
    })
  }

  // Version, nonce, tag, ciphertext. The account is authenticated with it: a row copied to another account does not open.
  private seal(given: CivilStatusGiven, accountId: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(accountId))
    const text = Buffer.concat([cipher.update(JSON.stringify(given), 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), text])
  }

  private open(sealed: Buffer, accountId: string): CivilStatusGiven {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(1, 13)).setAAD(Buffer.from(accountId)).setAuthTag(sealed.subarray(13, 29))
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')) as CivilStatusGiven
  }
}

const tidy = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
