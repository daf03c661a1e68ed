### What a new installation begins with. Mail texts carry placeholders of the form ${NAME}.

seed-unit = Sede
seed-administrator = Administrador
seed-client = Propia organización
seed-team = Equipo de liberación
seed-profile-administrator = Administrador
seed-profile-team = Equipo de liberación
seed-profile-viewer = Lector
seed-calendar = Lunes a viernes
seed-portfolio = Liberaciones
seed-portfolio-description = Cambios en servicios e infraestructura, reunidos para entrar en producción juntos.
seed-model-minor = Pequeña y rutinaria, con poco que perder.
seed-model-significant = Entre lo rutinario y lo mayor: un fallo se nota.
seed-model-major = Grande, con mucho que perder.
seed-model-emergency = No puede esperar a la próxima ventana.
seed-solution-delivered = Entregada según lo planificado
seed-solution-workaround = Entregada con solución alternativa
seed-solution-withdrawn = Retirada
seed-solution-failed = Falló y se revirtió
seed-occurrence-execution = Ejecución
seed-occurrence-update = Actualización
seed-occurrence-investigation = Investigación
seed-occurrence-information = Información
seed-origin-system = Sistema
seed-origin-email = Correo electrónico
seed-origin-phone = Teléfono
seed-origin-person = En persona
seed-activity-group-operations = Operaciones
seed-justification-supplier = A la espera de un proveedor
seed-justification-requester = A la espera del solicitante
seed-justification-window = A la espera de una ventana de cambio
seed-justification-decision = A la espera de una decisión
seed-mail-creation = Liberación registrada
seed-mail-actions = Liberación en curso
seed-mail-completion = Liberación cerrada
seed-mail-creation-subject = Liberación ${"{"}NUMBER{"}"} registrada: ${"{"}TITLE{"}"}
seed-mail-actions-subject = Liberación ${"{"}NUMBER{"}"}, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-completion-subject = Liberación ${"{"}NUMBER{"}"} cerrada, ${"{"}STATUS{"}"}: ${"{"}TITLE{"}"}
seed-mail-creation-body = <p>Hola, ${"{"}REQUESTER{"}"}:</p><p>la liberación <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> se registró el ${"{"}CREATED_AT{"}"} (${"{"}PORTFOLIO{"}"}, ${"{"}MODEL{"}"}).</p><p>Planificada: ${"{"}PLANNED_START{"}"} a ${"{"}PLANNED_END{"}"}. Grupo: ${"{"}GROUP{"}"}.</p><p>${"{"}DESCRIPTION{"}"}</p><p><a href="${"{"}LINK{"}"}">Abrir la liberación</a></p>
seed-mail-actions-body = <p>Hola, ${"{"}REQUESTER{"}"}:</p><p>la liberación <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> está ${"{"}STATUS{"}"}; su tarea es ${"{"}TASK{"}"}, con ${"{"}GROUP{"}"}. Última acción de ${"{"}ACTOR{"}"}.</p><p>Fecha límite: ${"{"}DEADLINE{"}"}.</p><p><a href="${"{"}LINK{"}"}">Abrir la liberación</a></p>
seed-mail-completion-body = <p>Hola, ${"{"}REQUESTER{"}"}:</p><p>la liberación <b>${"{"}NUMBER{"}"} – ${"{"}TITLE{"}"}</b> se cerró el ${"{"}CLOSED_AT{"}"}: ${"{"}STATUS{"}"}.</p><p>${"{"}CLOSURE{"}"}</p><p><a href="${"{"}LINK{"}"}">Abrir la liberación</a></p>
