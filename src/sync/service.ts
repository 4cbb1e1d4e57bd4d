export { readInstallation } from './installations.ts'
export { readIssue } from './issues.ts'
export { readPage } from './pages.ts'
export { readPullRequest } from './pull-requests.ts'
export { refreshInstallations, refreshIssues, refreshTimelines, renderBodies } from './refresh.ts'
export {
  requestInstallation,
  requestIssue,
  requestPullRequest,
  requestRepository,
  syncOrganization,
  syncRepository,
} from './requests.ts'
