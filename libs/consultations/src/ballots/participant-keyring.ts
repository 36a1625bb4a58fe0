import { Injectable } from '@nestjs/common'
import type { CivilStatusGiven } from '@parvis/identity'
import { Config } from '@parvis/platform'
import { createHmac } from 'node:crypto'
import { givenName, hintsOf, isConventionalBirthDate, normaliseName, participantKeys } from './participant-keys'

/** What stands for a person in one consultation, whichever door they come through. */
export interface ParticipantKey {
  /** K0, 16 bytes. */
  k0: Buffer
  /** The birth date is one that registers give when the true one is unknown: weak evidence of being the same person. */
  conventionalDate: boolean
  /** The weaker keys, as `hintsOf` writes them: kept beside a ballot until the sealing. They decide nothing by themselves. */
  hints: Buffer
}

/** Somebody whose name is typed, as far as lists are told from people who come: marks of four bytes, in hexadecimal. */
export interface TypedPerson {
  /** As it is compared. */
  surname: string
  /** Of names and birth date. */
  person: string
  /** Null for a date that registers give when the true one is unknown. */
  date: string | null
}

/** Turns civil statuses into keys with the pepper of this platform. The only place that holds both. */
@Injectable()
export class ParticipantKeyring {
  constructor(private readonly config: Config) {}

  /**
   * The key of uniqueness: of a ballot, of a support, at a desk and online the same.
   * @throws RangeError on a name without letters or a date that is not `YYYY-MM-DD`: callers validate first
   */
  keyOf(consultationId: string, { municipalityCode, ...person }: CivilStatusGiven): ParticipantKey {
    const keys = participantKeys(this.config.masterPepper, consultationId, { ...person, inseeCode: municipalityCode })
    return { k0: Buffer.from(keys.k0, 'hex'), conventionalDate: isConventionalBirthDate(person.birthDate), hints: hintsOf(keys) }
  }

  /** @param scope one desk on one day: marks of two of them have nothing to do with each other */
  typedIn(scope: string, { birthSurname, givenNames, birthDate }: CivilStatusGiven): TypedPerson {
    const surname = normaliseName(birthSurname)
    const mark = (...parts: string[]): string => createHmac('sha256', this.config.masterPepper).update(['desk/typed/v1', scope, ...parts].join('\n')).digest('hex').slice(0, 8)
    return { surname, person: mark('person', surname, givenName(givenNames), birthDate), date: isConventionalBirthDate(birthDate) ? null : mark('date', birthDate) }
  }

  /**
   * What stands for somebody among those who sign proposals, 16 bytes; null where no civil status is known. A key of its own: beside an account
   * and a name, K0 would say what that person supports.
   */
  signerOf(consultationId: string, person: CivilStatusGiven | null): Buffer | null {
    return person && this.signerIn(consultationId, this.keyOf(consultationId, person).k0)
  }

  /** The same, at a desk. */
  signerIn(consultationId: string, k0: Buffer): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/signer/v1\n${consultationId}\n${k0.toString('hex')}`).digest().subarray(0, 16)
  }

  /** What stands for somebody at a desk where a text is reported, 32 bytes: their key itself is not kept beside what they say of others. */
  reporterIn(consultationId: string, k0: Buffer): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/reporter/v1\n${consultationId}\n${k0.toString('hex')}`).digest()
  }

  /** What stands for an account in one consultation, 32 bytes: whatever civil status it gives, it supports once. */
  accountIn(consultationId: string, accountId: string): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/account/v1\n${consultationId}\n${accountId}`).digest()
  }
}
