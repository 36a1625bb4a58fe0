import { Module } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { TypeOrmModule } from '@nestjs/typeorm'
import { Erasures } from '@parvis/platform'
import { Account } from './accounts/account.entity'
import { AccountsController } from './accounts/accounts.controller'
import { Accounts } from './accounts/accounts.service'
import { CivilStatus } from './accounts/civil-status.service'
import { Notices } from './accounts/notices.service'
import { OwnData } from './accounts/own-data.service'
import { OneTimeTokens } from './authentication/one-time-tokens.service'
import { PasswordStrategy } from './authentication/password.strategy'
import { SessionStrategy } from './authentication/session.strategy'
import { SessionsController } from './authentication/sessions.controller'
import { Sessions } from './authentication/sessions.service'
import { SignInAttempts } from './authentication/sign-in-attempts.service'
import { AccessGuard } from './authorization/access.guard'
import { MunicipalitiesController } from './municipalities/municipalities.controller'
import { MunicipalityDirectory } from './municipalities/municipality-directory'
import { Places } from './roles/places.service'
import { RoleGrant } from './roles/role-grant.entity'
import { RolesController } from './roles/roles.controller'
import { Roles } from './roles/roles.service'
import { SecondFactorController } from './second-factor/second-factor.controller'
import { SecondFactorCards } from './second-factor/cards.service'
import { SecondFactor } from './second-factor/second-factor.service'
import { TerritoryController } from './territory/territory.controller'
import { Territory } from './territory/territory.service'
import { TokensController } from './tokens/tokens.controller'
import { ApiTokens } from './tokens/tokens.service'
import { UnsubscriptionsController } from './unsubscriptions/unsubscriptions.controller'
import { Unsubscriptions } from './unsubscriptions/unsubscriptions.service'

@Module({
  imports: [TypeOrmModule.forFeature([Account, RoleGrant])],
  controllers: [MunicipalitiesController, TerritoryController, AccountsController, SessionsController, SecondFactorController, RolesController, TokensController, UnsubscriptionsController],
  providers: [
    MunicipalityDirectory, Territory, Places, CivilStatus, Accounts, Notices, OwnData, OneTimeTokens, Sessions, SignInAttempts, SecondFactor, SecondFactorCards, Roles, ApiTokens, Unsubscriptions,
    PasswordStrategy, SessionStrategy,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [MunicipalityDirectory, Territory, Places, CivilStatus, OwnData, OneTimeTokens, Roles, SecondFactor, Unsubscriptions],
})
export class IdentityModule implements OnModuleInit {
  constructor(private readonly erasures: Erasures, private readonly sessions: Sessions, private readonly attempts: SignInAttempts, private readonly secondFactor: SecondFactor) {}

  onModuleInit(): void {
    this.erasures.register('sessions', 3600, (tx) => this.sessions.sweep(tx))
    this.erasures.register('sign-in-tries', 3600, async (tx) => await this.attempts.sweep(tx) + await this.secondFactor.sweep(tx))
  }
}
