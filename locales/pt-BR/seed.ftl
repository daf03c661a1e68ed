### What a new installation begins with. Mail texts carry placeholders of the form ${NAME}.

seed-unit = Matriz
seed-administrator = Administrador
seed-client = Própria organização
seed-team = Equipe de liberação
seed-profile-administrator = Administrador
seed-profile-team = Equipe de liberação
seed-profile-viewer = Leitor
seed-calendar = Segunda a sexta
seed-portfolio = Liberações
seed-portfolio-description = Mudanças em serviços e infraestrutura, reunidas para entrar em produção juntas.
seed-model-minor = Pequena e rotineira, com pouco a perder.
seed-model-significant = Entre a rotina e o grande porte: uma falha é percebida.
seed-model-major = Grande, com muito a perder.
seed-model-emergency = Não pode esperar a próxima janela.
seed-solution-delivered = Entregue como planejado
seed-solution-workaround = Entregue com solução de contorno
seed-solution-withdrawn = Retirada
seed-solution-failed = Falhou e foi revertida
seed-occurrence-execution = Execução
seed-occurrence-update = Atualização
seed-occurrence-investigation = Investigação
seed-occurrence-information = Informação
seed-origin-system = Sistema
seed-origin-email = E-mail
seed-origin-phone = Telefone
seed-origin-person = Pessoalmente
seed-activity-group-operations = Operações
seed-justification-supplier = Aguardando um fornecedor
seed-justification-requester = Aguardando o solicitante
seed-justification-window = Aguardando uma janela de mudança
seed-justification-decision = Aguardando uma decisão
seed-mail-creation = Liberação registrada
seed-mail-actions = Liberação em andamento
seed-mail-completion = Liberação encerrada
seed-mail-creation-subject = Liberação ${"{"}NUMBER{"}"} registrada: ${"{"}TITLE{"}"}
seed-mail-actions-subject = Liberação ${"{"}NUMBER{"}"}, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-completion-subject = Liberação ${"{"}NUMBER{"}"} encerrada, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-creation-body = <p>Olá, ${"{"}REQUESTER{"}"}.</p><p>A liberação <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> foi registrada em ${"{"}CREATED_AT{"}"} (${"{"}PORTFOLIO{"}"}, ${"{"}MODEL{"}"}).</p><p>Planejada: ${"{"}PLANNED_START{"}"} a ${"{"}PLANNED_END{"}"}. Grupo: ${"{"}GROUP{"}"}.</p><p>${"{"}DESCRIPTION{"}"}</p><p><a href="${"{"}LINK{"}"}">Abrir a liberação</a></p>
seed-mail-actions-body = <p>Olá, ${"{"}REQUESTER{"}"}.</p><p>A liberação <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> está ${"{"}STATUS{"}"}; sua tarefa é ${"{"}TASK{"}"}, com ${"{"}GROUP{"}"}. Última ação de ${"{"}ACTOR{"}"}.</p><p>Prazo limite: ${"{"}DEADLINE{"}"}.</p><p><a href="${"{"}LINK{"}"}">Abrir a liberação</a></p>
seed-mail-completion-body = <p>Olá, ${"{"}REQUESTER{"}"}.</p><p>A liberação <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> foi encerrada em ${"{"}CLOSED_AT{"}"}: ${"{"}STATUS{"}"}.</p><p>${"{"}CLOSURE{"}"}</p><p><a href="${"{"}LINK{"}"}">Abrir a liberação</a></p>
