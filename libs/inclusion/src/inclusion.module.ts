import { Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { ConsultationsModule } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { AssistedCompany } from './assisted-sessions/assisted-company.service'
import { AssistedEntries } from './assisted-sessions/assisted-entries.service'
import { AssistedSessionsController } from './assisted-sessions/assisted-sessions.controller'
import { AssistedSessions } from './assisted-sessions/assisted-sessions.service'
import { CentreFiles } from './centres/centre-files.service'
import { CentreImports } from './centres/centre-imports.service'
import { Centre } from './centres/centre.entity'
import { CentresConsoleController } from './centres/centres-console.controller'
import { CentresConsole } from './centres/centres-console.service'
import { CentresController } from './centres/centres.controller'
import { Centres } from './centres/centres.service'
import { ConsentTextsController } from './consent-texts/consent-texts.controller'
import { ConsentTexts } from './consent-texts/consent-texts.service'
import { DeskController } from './desk/desk.controller'
import { Desk } from './desk/desk.service'

@Module({
  imports: [TypeOrmModule.forFeature([Centre]), IdentityModule, ConsultationsModule],
  controllers: [CentresController, CentresConsoleController, ConsentTextsController, DeskController, AssistedSessionsController],
  providers: [Centres, CentreFiles, CentreImports, CentresConsole, ConsentTexts, Desk, AssistedSessions, AssistedEntries, AssistedCompany],
})
export class InclusionModule {}
