import { Module } from '@nestjs/common'
import { IdentityModule } from '@parvis/identity'
import { ErasuresController } from './erasures.controller'
import { ErasureRegister } from './erasures.service'

/** Here and not in platform: the register names consultations. */
@Module({ imports: [IdentityModule], controllers: [ErasuresController], providers: [ErasureRegister] })
export class ErasuresModule {}
