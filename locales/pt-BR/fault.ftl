### Refusals: a title, what was found, and what to do. One of each for every code of edge/fault.rs.

fault-request-unreadable = Requisição ilegível
fault-request-unreadable-detail = O corpo ou um cabeçalho não pôde ser lido: { $why }. Nada foi alterado.
fault-request-unreadable-help = Envie JSON em UTF-8 com no máximo 32 níveis.

fault-session-none = Não autenticado
fault-session-none-detail = Sua sessão terminou ou não foi aberta. O que você digitou fica neste navegador.
fault-session-none-help = Entre novamente ou envie um token pessoal como Authorization: Bearer.

fault-session-wrong-password = Acesso não permitido
fault-session-wrong-password-detail = O nome de usuário e a senha não correspondem.
fault-session-wrong-password-help = Verifique ambos. Um administrador pode definir uma nova senha.

fault-access-forbidden = Falta o direito
fault-access-forbidden-detail = Você precisa do direito "{ $right }" para isto.
fault-access-forbidden-help = Peça o direito a um administrador, no seu perfil ou em um grupo.

fault-access-not-concerned = Não é sua tarefa
fault-access-not-concerned-detail = Você não é responsável por esta tarefa, não está no grupo dela e ela não foi compartilhada com você.
fault-access-not-concerned-help = Peça a alguém do grupo que compartilhe a tarefa.

fault-access-requester-only = Somente o solicitante
fault-access-requester-only-detail = O fluxo dá esta tarefa somente ao solicitante.
fault-access-requester-only-help = O solicitante captura e conclui esta tarefa.

fault-access-scope = O token não alcança isto
fault-access-scope-detail = O escopo do token não permite isto ({ $right }).
fault-access-scope-help = Use um token com escopo maior.

fault-access-cross-site = Recusado: enviado de outro site
fault-access-cross-site-detail = A requisição veio de uma página de outro site ou não informa de onde veio.
fault-access-cross-site-help = Programas enviam um token bearer em vez do cookie.

fault-record-not-found = Não encontrado
fault-record-not-found-detail = Não existe esse registro, ou você não pode vê-lo.
fault-record-not-found-help = Verifique o endereço. Registros excluídos e de outros grupos não são mostrados.

fault-request-method = Método não permitido
fault-request-method-detail = Este endereço existe, mas não para este método.
fault-request-method-help = Veja na documentação da API os métodos de um endereço.

fault-request-timeout = Lento demais
fault-request-timeout-detail = O corpo não chegou a tempo. Nada foi alterado.
fault-request-timeout-help = Envie a requisição novamente.

fault-record-in-use = Ainda em uso
fault-record-in-use-detail = Não pode ser excluído enquanto outros registros o usam: { $users }.
fault-record-in-use-help = Remova os usos primeiro ou torne o registro inativo.

fault-release-not-open = A liberação está encerrada
fault-release-not-open-detail = Uma liberação encerrada não aceita mais alterações.
fault-release-not-open-help = Reabra-a, se puder.

fault-release-canceled = A liberação está cancelada
fault-release-canceled-detail = Uma liberação cancelada só avança para o fim.
fault-release-canceled-help = Avance-a para encerrá-la.

fault-release-suspended = A liberação está suspensa
fault-release-suspended-detail = Reative-a primeiro.
fault-release-suspended-help = Uma liberação suspensa recusa alterações até ser reativada.

fault-release-held = Outra pessoa é responsável
fault-release-held-detail = { $name } é responsável por esta tarefa.
fault-release-held-help = Assuma a tarefa ou peça que seja compartilhada com você.

fault-release-free = Ninguém tem a tarefa
fault-release-free-detail = Ninguém é responsável ainda: capture a tarefa.
fault-release-free-help = Capture a tarefa.

fault-release-already-yours = Já é sua
fault-release-already-yours-detail = Você já é responsável por esta tarefa.
fault-release-already-yours-help = Continue com a tarefa.

fault-release-not-captured = Ninguém é responsável ainda
fault-release-not-captured-detail = Capture a tarefa primeiro.
fault-release-not-captured-help = Quem avança uma tarefa deve ser responsável por ela.

fault-release-task-not-open = A tarefa não está aberta
fault-release-task-not-open-detail = A tarefa "{ $task }" não está aberta nesta liberação: já foi concluída ou ainda não é a vez dela.
fault-release-task-not-open-help = Veja no fluxo as tarefas abertas.

fault-release-task-unclear = Qual tarefa?
fault-release-task-unclear-detail = Há várias tarefas abertas; informe uma: { $tasks }.
fault-release-task-unclear-help = Envie o id da tarefa em "task".

fault-release-change-required = É exigida uma mudança relacionada
fault-release-change-required-detail = O modelo exige uma mudança relacionada antes do fim da primeira tarefa.
fault-release-change-required-help = Relacione uma mudança à liberação.

fault-release-no-way = O fluxo não leva até lá
fault-release-no-way-detail = Esta tarefa não pode ser deixada com este resultado.
fault-release-no-way-help = Escolha outro resultado; o fluxo mostra quais levam adiante.

fault-release-status-fixed = A situação é fixa aqui
fault-release-status-fixed-detail = A tarefa "{ $task }" não permite definir a situação.
fault-release-status-fixed-help = Avance a tarefa primeiro.

fault-release-field-locked = Bloqueado após a primeira tarefa
fault-release-field-locked-detail = Contrato e início planejado não podem mais ser alterados.
fault-release-field-locked-help = Eles são editáveis enquanto a liberação está na primeira tarefa.

fault-flow-exists = O fluxo já existe
fault-flow-exists-detail = Já existe um fluxo chamado "{ $name }": adicione uma versão a ele.
fault-flow-exists-help = Um fluxo é conhecido pelo id do seu processo.

fault-flow-other = Outro fluxo
fault-flow-other-detail = O arquivo é o fluxo "{ $found }", não "{ $expected }".
fault-flow-other-help = Mantenha o id do processo de versão a versão.

fault-setup-done = Já configurado
fault-setup-done-detail = Esta instalação já tem seu administrador.
fault-setup-done-help = Entre em vez disso.

fault-record-changed = Alterado nesse meio-tempo
fault-record-changed-detail = Alguém alterou este registro depois que você o leu. Nada foi sobrescrito.
fault-record-changed-help = Leia novamente, veja o que mudou e envie sua alteração com o novo ETag.

fault-request-too-large = Grande demais
fault-request-too-large-detail = O corpo pode ter no máximo { $limit } bytes.
fault-request-too-large-help = Envie menos de uma vez.

fault-request-uri-too-long = Endereço longo demais
fault-request-uri-too-long-detail = Um endereço pode ter no máximo 8 KiB.
fault-request-uri-too-long-help = Encurte a consulta.

fault-request-media-type = Tipo de mídia não aceito
fault-request-media-type-detail = O corpo deve ser { $expected }.
fault-request-media-type-help = Defina Content-Type conforme o corpo.

fault-request-invalid = Há campos ausentes ou errados
fault-request-invalid-detail = Cada campo ausente ou errado é indicado. Nada foi alterado.
fault-request-invalid-help = Corrija os campos em "errors" e envie de novo.

fault-idempotency-key-reused = A chave foi usada para outra coisa
fault-idempotency-key-reused-detail = Esta chave de idempotência veio antes com outra requisição.
fault-idempotency-key-reused-help = Use uma nova chave para uma nova requisição.

fault-flow-refused = O arquivo não é um fluxo executável
fault-flow-refused-detail = Linhas que o impedem de ser um: { $n }. Primeira: { $first }
fault-flow-refused-help = Corrija as linhas indicadas; "refusals" lista todas.

fault-request-precondition-required = If-Match é obrigatório
fault-request-precondition-required-detail = Informe com If-Match qual estado do registro você viu.
fault-request-precondition-required-help = Envie o ETag do registro, ou * para qualquer estado.

fault-request-too-many = Requisições demais
fault-request-too-many-detail = Aguarde um momento e tente de novo.
fault-request-too-many-help = Retry-After informa quantos segundos.

fault-server-error = Algo deu errado aqui
fault-server-error-detail = A requisição falhou sem culpa sua. Nada foi alterado.
fault-server-error-help = Informe ao administrador o id da requisição; o log conhece a causa.

fault-server-unavailable = Indisponível no momento
fault-server-unavailable-detail = O banco de dados não pode ser alcançado no momento. Nada foi alterado.
fault-server-unavailable-help = Tente de novo em instantes.

fault-server-full = Sem espaço
fault-server-full-detail = O disco do banco de dados está cheio. Nada foi alterado.
fault-server-full-help = Um administrador deve liberar espaço no disco.

fault-request-header-too-large = Cabeçalhos grandes demais
fault-request-header-too-large-detail = O bloco de cabeçalhos pode ter no máximo 32 KiB.
fault-request-header-too-large-help = Envie cabeçalhos menores ou em menor número.

fault-request-host = Falta Host
fault-request-host-detail = O cabeçalho Host está ausente ou repetido.
fault-request-host-help = Envie exatamente um cabeçalho Host.

# Wrong fields of releases.
field-model-not-active = O modelo não está ativo
field-contract-not-valid = O contrato está inativo ou fora da vigência
field-contract-not-of-model = O modelo não é realizado sob este contrato
field-group-not-of-contract = O grupo não trabalha sob este contrato
field-unit-not-of-contract = A unidade não pertence a este contrato
field-location-of-another-unit = O local pertence a outra unidade
field-ends-before-start = O fim é anterior ao início
field-in-the-past = Isto está no passado
field-locked = Bloqueado após a primeira tarefa
field-not-a-situation = Esta situação não é definida manualmente
field-not-a-task = Não é o id de uma tarefa
field-not-a-choice-here = Uma palavra desta lista não é uma das opções
field-not-a-cursor = Não é um cursor desta lista e ordem
fault-mail-not-failed = E-mail não está em falha
fault-mail-not-failed-detail = Só um e-mail não entregue é enviado de novo; este está "{ $state }".
fault-mail-not-failed-help = Veja o e-mail outra vez: ele pode ter voltado à fila.
