import { createFileRoute } from '@tanstack/react-router'
import { BulkPage } from '../features/bulk/BulkPage'

export const Route = createFileRoute('/bulk')({ component: BulkPage })
