import { Module } from '@nestjs/common'
import { IdentityModule } from '@parvis/identity'
import { JobsController } from './jobs.controller'
import { Jobs } from './jobs.service'

/** Here and not in platform: jobs are told with the consultation they are about. */
@Module({ imports: [IdentityModule], controllers: [JobsController], providers: [Jobs] })
export class JobsModule {}
