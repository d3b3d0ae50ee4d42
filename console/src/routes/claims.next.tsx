import { createFileRoute } from '@tanstack/react-router'
import { TakeNextPage } from '../features/claims/TakeNextPage'

export const Route = createFileRoute('/claims/next')({ component: TakeNextPage })
