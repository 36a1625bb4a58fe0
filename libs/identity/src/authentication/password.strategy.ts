import { Injectable } from '@nestjs/common'
import { AuthGuard, PassportStrategy } from '@nestjs/passport'
import { DomainError, maybe } from '@parvis/platform'
import { Strategy } from 'passport-local'
import { DataSource } from 'typeorm'
import { passwordMatches } from '../accounts/passwords'
import { SignInAttempts } from './sign-in-attempts.service'

/** E-mail and password. A wrong password and an unknown e-mail give the same answer in the same time. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(private readonly dataSource: DataSource, private readonly attempts: SignInAttempts) {
    super({ usernameField: 'email', passwordField: 'password' })
  }

  async validate(given: string, password: string): Promise<{ accountId: string }> {
    if (typeof given !== 'string' || typeof password !== 'string' || given.length > 254 || password.length > 1000) throw wrong()
    const email = given.trim().toLowerCase()
    await this.attempts.begin(email)
    const account = await maybe<{ id: string, hash: string }>(this.dataSource, `
      select id, password_hash as hash from identity.account where email = $1 and disabled_at is null`, [email])
    if (!await passwordMatches(account?.hash ?? null, password) || !account) throw wrong()
    await this.attempts.forget(this.dataSource.manager, email)
    return { accountId: account.id }
  }
}

/** Before the sign-in route, after the guard that lets everybody reach it. */
@Injectable()
export class PasswordGuard extends AuthGuard('password') {
  override handleRequest<T>(error: unknown, user: T | false): T {
    if (error) throw error
    if (!user) throw wrong()
    return user
  }
}

const wrong = () => new DomainError('sign-in.wrong', { status: 401, detail: 'E-mail or password is wrong' })
